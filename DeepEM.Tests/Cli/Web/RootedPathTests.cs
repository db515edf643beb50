using System.Diagnostics;
using DeepEM.Cli.Web;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
[Platform(Include = "Linux,MacOsX", Reason = "Makes links.")]
public sealed class RootedPathTests
{
    private ScratchFolder _folder = null!;
    private string _root = null!;
    private RootedPath _paths = null!;

    [SetUp]
    public void Create_folders()
    {
        _folder = new ScratchFolder();
        _folder.Write("root/a.mrc", "a");
        _folder.Write("root/deep/er/b.mrc", "b");
        _folder.Write("rootless/c.mrc", "c");
        _folder.Write("secret/d.mrc", "d");
        _paths = new RootedPath([_folder["root"]]);
        _root = _paths.Roots[0];
    }

    [TearDown]
    public void Remove_folders() => _folder.Dispose();

    [TestCase("a.mrc", "a.mrc")]
    [TestCase("deep/./er//b.mrc", "deep/er/b.mrc")]
    [TestCase("new/file.star", "new/file.star")]
    [TestCase(".", "")]
    public void Paths_within_end_where_they_say(string path, string place)
    {
        Assert.That(_paths.Resolve(path), Is.EqualTo(Path.Combine(_root, place).TrimEnd('/')));
        Assert.That(
            _paths.Resolve(Path.Combine(_folder["root"], path)), Is.EqualTo(Path.Combine(_root, place).TrimEnd('/')));
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase("deep/../a.mrc")]
    [TestCase("deep/../../secret/d.mrc")]
    [TestCase("/etc/passwd")]
    [TestCase("/")]
    [TestCase("a\0b")]
    [TestCase("/dev/zero")]
    public void Paths_that_lead_out_are_refused(string path) =>
        Assert.That(() => _paths.Resolve(path), Throws.InstanceOf<RequestException>());

    [Test]
    public void A_folder_whose_name_begins_like_ours_is_another() =>
        Assert.That(
            () => _paths.Resolve(_folder["rootless/c.mrc"]), Throws.InstanceOf<RequestException>());

    [Test]
    public void A_link_that_leads_out_is_refused_wherever_in_a_path_it_stands()
    {
        File.CreateSymbolicLink(_folder["root/out"], _folder["secret"]);
        File.CreateSymbolicLink(_folder["root/d.mrc"], "../secret/d.mrc");
        File.CreateSymbolicLink(_folder["root/deep/again"], "../out");

        Assert.That(() => _paths.Resolve("out"), Throws.InstanceOf<RequestException>());
        Assert.That(() => _paths.Resolve("out/d.mrc"), Throws.InstanceOf<RequestException>());
        Assert.That(() => _paths.Resolve("out/not-there-yet"), Throws.InstanceOf<RequestException>());
        Assert.That(() => _paths.Resolve("d.mrc"), Throws.InstanceOf<RequestException>());
        Assert.That(() => _paths.Resolve("deep/again/d.mrc"), Throws.InstanceOf<RequestException>());
    }

    [Test]
    public void A_link_that_stays_within_is_followed_and_the_place_has_no_link_in_it()
    {
        File.CreateSymbolicLink(_folder["root/in"], "deep/er");
        Assert.That(_paths.Resolve("in/b.mrc"), Is.EqualTo(Path.Combine(_root, "deep/er/b.mrc")));
    }

    [Test]
    public void A_root_that_is_a_link_is_the_folder_it_leads_to()
    {
        File.CreateSymbolicLink(_folder["link"], "root");
        RootedPath paths = new([_folder["link"]]);

        Assert.That(paths.Roots, Is.EqualTo([_root]));
        Assert.That(paths.Resolve(_folder["link/a.mrc"]), Is.EqualTo(Path.Combine(_root, "a.mrc")));
    }

    [Test]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_folder["root/x"], "y");
        File.CreateSymbolicLink(_folder["root/y"], "x");
        Assert.That(() => _paths.Resolve("x"), Throws.InstanceOf<RequestException>());
    }

    [Test]
    [Platform(Include = "Linux", Reason = "Tells a FIFO from a file.")]
    public void A_FIFO_is_no_input_and_is_not_waited_for()
    {
        using Process make = Process.Start("mkfifo", _folder["root/pipe"]);
        make.WaitForExit();

        Assert.That(_paths.ResolveInput("a.mrc"), Is.EqualTo(Path.Combine(_root, "a.mrc")));
        Assert.That(_paths.ResolveInput("deep"), Is.EqualTo(Path.Combine(_root, "deep")));
        Assert.That(() => _paths.ResolveInput("pipe"), Throws.InstanceOf<InvalidFileException>());
        Assert.That(() => _paths.ResolveInput("nothing"), Throws.InstanceOf<InvalidFileException>());
    }
}
