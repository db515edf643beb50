using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>A text that only grows.</summary>
public sealed class AppendedLinesTests
{
    [Test]
    public void Lines_of_several_threads_stay_whole()
    {
        using ScratchFolder folder = new();
        AppendedLines lines = new(folder["events"]);
        Parallel.For(0, 200, i => lines.Add(new string((char)('a' + (i % 26)), 50)));

        string[] all = File.ReadAllLines(folder["events"]);
        Assert.That(all, Has.Length.EqualTo(200));
        Assert.That(all.Where(line => line.Length != 50 || line.Distinct().Count() != 1), Is.Empty);
    }

    [Test]
    public void A_torn_line_is_ended_before_the_next()
    {
        using ScratchFolder folder = new();
        string path = folder.Write("events", "one\ntw");
        new AppendedLines(path).Add("three");
        Assert.That(File.ReadAllText(path), Is.EqualTo("one\ntw\nthree\n"));
    }

    [Test]
    public void A_folder_that_is_missing_is_named_in_one_line()
    {
        using ScratchFolder folder = new();
        string path = folder["none/events"];
        Assert.That(
            () => new AppendedLines(path).Add("x"),
            Throws.TypeOf<IOException>().With.Message.EqualTo($"{path}: its directory does not exist"));
    }
}
