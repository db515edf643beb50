using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Pickings of the real program that are stopped by signals, and gone on with.</summary>
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class PickResumeTests
{
    private const int Micrographs = 40;
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        Directory.CreateDirectory(_folder["in"]);
        string source = SmallData.Sources(SmallData.Shared.UnseenFolder)[0].Path;
        for (int i = 0; i < Micrographs; i++)
        {
            File.Copy(source, _folder[$"in/m{i:D2}.mrc"]);
        }

        using FileStream model = File.Create(_folder["m.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void Case_107_a_signal_lists_what_is_finished_and_the_same_command_does_the_rest(string signal, int code)
    {
        using (var process = DeepEmProcess.Start(Arguments()))
        {
            Assert.That(process.WaitUntil(() => Finished() > 0), Is.True, "the picking has begun");
            process.Signal(signal);
            (int Code, string Output, string Error) end = process.Wait();

            Assert.That(end.Code, Is.EqualTo(code), end.Error);
            Assert.That(end.Error, Does.Match(
                $"(?m)^deepem pick: interrupted with [0-9]+ of {Micrographs} micrographs left; .*autopick.star lists "
                + "those that are finished; re-running the command resumes$"));
            Assert.That(Listed(), Is.EqualTo(Finished()).And.LessThan(Micrographs));
        }

        int finished = Finished();
        CommandRun rest = CommandRun.Of(Arguments());
        Assert.That(rest.Code, Is.EqualTo(ExitCode.Success), rest.Error);
        Assert.That(rest.Output, Does.Contain($"on {Micrographs} micrographs")
            .And.Contain($"Skipped {finished} micrograph"));
        Assert.That(Listed(), Is.EqualTo(Micrographs));
    }

    private int Finished() =>
        Directory.Exists(_folder["out"]) ? new PickingLedger(_folder["out"]).Names.Count : 0;

    private int Listed() =>
        File.ReadLines(_folder["out/autopick.star"]).Count(line => line.Contains("_autopick.star"));

    private string[] Arguments() =>
        ["pick", _folder["in"], "--model", _folder["m.deepem"], "--out", _folder["out"], "--pictures", "0"];
}
