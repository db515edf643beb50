using DeepEM.Cli.Cluster;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Cluster;

[Category(TestCategory.Smoke)]
public sealed class FrozenListTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        foreach (string name in (string[])["mics/b.mrc", "mics/a.mrc", "more/c.mrc", "mics/a_PS.mrc"])
        {
            _folder.Write(name, "1");
        }

        _folder.Write("list.star", "data_\nloop_\n_rlnMicrographName\nmics/a.mrc\n");
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Folders_and_patterns_become_files_and_a_STAR_list_stays()
    {
        Assert.That(
            Frozen([_folder["mics"], _folder["list.star"], _folder["more/*.mrc"]]),
            Is.EqualTo([_folder["mics/a.mrc"], _folder["mics/b.mrc"], _folder["list.star"], _folder["more/c.mrc"]]));
    }

    [Test]
    public void What_a_folder_has_beside_micrographs_is_left_out_and_said()
    {
        List<Notice> notices = [];
        FrozenList.Write(_folder["frozen.txt"], [_folder["mics"]], TextReader.Null, notices);

        Assert.That(notices.Single().Code, Is.EqualTo(NoticeCode.NotMicrographs));
    }

    [Test]
    public void Names_of_a_list_that_hold_beside_it_are_found_from_anywhere()
    {
        _folder.Write("names.txt", "# a comment\n\nmics/b.mrc\n  more/c.mrc \n");

        Assert.That(Frozen([$"@{_folder["names.txt"]}"]), Is.EqualTo([_folder["mics/b.mrc"], _folder["more/c.mrc"]]));
        Assert.That(Frozen(["-"], _folder["mics/a.mrc"] + "\n"), Is.EqualTo([_folder["mics/a.mrc"]]));
    }

    [Test]
    public void A_name_that_no_list_can_hold_is_refused()
    {
        string name = _folder.Write("mics/a.mrc ", "1");

        Assert.That(() => Frozen([name]), Throws.TypeOf<InvalidFileException>());
        Assert.That(() => Frozen([_folder["nothing.mrc"]]), Throws.TypeOf<InvalidFileException>());
    }

    private string[] Frozen(string[] inputs, string standardInput = "")
    {
        using StringReader input = new(standardInput);
        FrozenList.Write(_folder["frozen.txt"], inputs, input, []);
        return File.ReadAllLines(_folder["frozen.txt"]);
    }
}
