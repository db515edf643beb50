using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

public sealed class OutputFileTests
{
    [Test]
    public void An_output_that_is_an_input_is_refused()
    {
        Assert.That(
            () => OutputFile.Require("./a.star", "b.star", "a.star"),
            Throws.TypeOf<SettingsException>().With.Message.StartsWith("./a.star: "));
    }

    [Test]
    public void A_directory_and_a_missing_directory_are_refused()
    {
        string folder = Path.GetTempPath();

        Assert.That(() => OutputFile.Require(folder), Throws.TypeOf<IOException>());
        Assert.That(
            () => OutputFile.Require(Path.Combine(folder, "no-such-folder-here", "a.json")),
            Throws.TypeOf<IOException>().With.Message.Contains("directory"));
        Assert.That(() => OutputFile.Require(Path.Combine(folder, "a.json")), Throws.Nothing);
    }

    [Test]
    public void In_a_folder_that_is_not_there_yet_nothing_can_be_an_input()
    {
        using var folder = new ScratchFolder();
        string old = folder.Write("a.json", "old");

        Assert.That(() => OutputFile.RequireOrFolder([folder["new/a.json"]], folder.Path), Throws.Nothing);
        Assert.That(() => OutputFile.RequireOrFolder([old], old), Throws.TypeOf<SettingsException>());
        Assert.That(() => OutputFile.RequireOrFolder([folder["a.json/b"]]), Throws.TypeOf<IOException>());
        Assert.That(folder.Names(), Is.EqualTo(["a.json"]));
    }

    [Test]
    [Platform(Include = "Linux", Reason = "/proc is a folder where nobody can write.")]
    public void A_folder_that_cannot_be_written_to_is_named_as_it_was_given() => Assert.That(
        () => OutputFile.RequireFolder("/proc/self/fdinfo"),
        Throws.TypeOf<IOException>().With.Message.StartsWith("/proc/self/fdinfo: "));

    [Test]
    public void Trying_an_output_leaves_nothing_behind_and_the_old_file_as_it_was()
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("a.json", "old");
        OutputFile.Require(path);
        OutputFile.RequireFolder(folder["new/below"]);
        Assert.That(folder.Names(), Is.EqualTo(["a.json"]));
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
    }

    [Test]
    public void Places_that_cannot_be_written_to_are_refused()
    {
        if (!Directory.Exists("/sys"))
        {
            Assert.Ignore("needs /sys");
        }

        Assert.That(
            () => OutputFile.Require("/sys/a.json"),
            Throws.TypeOf<IOException>().With.Message.StartsWith("/sys/a.json: "));
        Assert.That(() => OutputFile.RequireFolder("/sys/new/below"), Throws.TypeOf<IOException>());
        Assert.That(() => OutputFile.Require("/dev/null"), Throws.Nothing);
    }

    [Test]
    public void A_file_in_the_place_of_a_folder_or_above_it_is_refused()
    {
        using var folder = new ScratchFolder();
        string file = folder.Write("file", "text");
        Assert.That(
            () => OutputFile.RequireFolder(file), Throws.TypeOf<IOException>().With.Message.Contains("is a file"));
        Assert.That(
            () => OutputFile.RequireFolder(Path.Combine(file, "below")),
            Throws.TypeOf<IOException>().With.Message.Contains("is a file"));
    }
}
