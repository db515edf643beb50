using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>deepem select on what deepem pick left behind, and on the picks of others.</summary>
public sealed class SelectCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Another_threshold_gives_the_picks_that_picking_with_it_gives()
    {
        Assert.That(Pick("low", "0.2").Code, Is.EqualTo(ExitCode.Success));
        Assert.That(Pick("high", "0.7").Code, Is.EqualTo(ExitCode.Success));

        CommandRun more = Select("high", "more", "--threshold", "0.2");
        CommandRun fewer = Select("low", "fewer", "--threshold", "0.7");

        Assert.That(more.Code, Is.EqualTo(ExitCode.Success), more.Error);
        Assert.That(Tables("more"), Is.EqualTo(Tables("low")));
        Assert.That(Tables("fewer"), Is.EqualTo(Tables("high")));
        Assert.That(
            File.ReadAllText(_folder["more/autopick.star"]).Replace("/more/", "/low/", StringComparison.Ordinal),
            Is.EqualTo(File.ReadAllText(_folder["low/autopick.star"])));
    }

    [Test]
    public void Without_a_rule_the_threshold_of_the_run_holds_and_a_distance_makes_fewer()
    {
        Pick("picks", "0.4");

        CommandRun same = Select("picks", "same");
        CommandRun apart = Select("picks", "apart", "--min-distance", "100000", "--to", "csv");
        CommandRun most = Select("picks", "most", "--max-per-micrograph", "1");

        Assert.That(same.Code, Is.EqualTo(ExitCode.Success), same.Error);
        Assert.That(Tables("same"), Is.EqualTo(Tables("picks")));
        Assert.That(apart.Output, Does.StartWith("Kept 2 of "), "one a micrograph");
        Assert.That(_folder["apart/coordinates.csv"], Does.Exist);
        Assert.That(most.Output, Does.StartWith("Kept 2 of "));
    }

    [Test]
    public void A_precision_and_a_count_are_reached_and_the_record_says_how()
    {
        Pick("picks", "0.4");

        Assert.That(Select("picks", "sure", "--target-precision", "0.9").Code, Is.EqualTo(ExitCode.Success));
        CommandRun three = Select("picks", "three", "--count", "3");

        double[] scores = [.. PickReader.Read(_folder["sure"]).Micrographs
            .SelectMany(picks => picks.Particles).Select(particle => particle.FigureOfMerit)];
        Assert.That(scores.Average(), Is.GreaterThanOrEqualTo(0.9));
        using var record = JsonDocument.Parse(File.ReadAllBytes(_folder["sure/settings.json"]));
        JsonElement settings = record.RootElement.GetProperty("Settings");
        Assert.That(settings.GetProperty("Threshold").GetDouble(), Is.EqualTo(scores.Min()).Within(1e-6));
        Assert.That(three.Output, Does.StartWith("Kept 3 of "));
        Assert.That(PickReader.Read(_folder["three"]).ParticleCount, Is.EqualTo(3));
    }

    [Test]
    public void Boxes_are_as_large_as_asked()
    {
        string input = _folder.Write("a.csv", "micrograph,x,y,score\nm,100,200,0.5\nm,300,200,0.7\n");

        CommandRun unknown = Select(input, "unknown", "--threshold", "0.6", "--to", "box");
        CommandRun known = Select(input, "out", "--threshold", "0.6", "--to", "box", "--box", "60");

        Assert.That(unknown.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(unknown.Error, Does.Contain("give --box PIXELS"));
        Assert.That(known.Code, Is.EqualTo(ExitCode.Success), known.Error);
        Assert.That(File.ReadAllText(_folder["out/m.box"]), Does.StartWith("270\t170\t60\t60"));
    }

    [Test]
    public void Nothing_is_replaced_without_overwrite()
    {
        string input = _folder.Write("a.csv", "micrograph,x,y,score\nm,1,2,0.5\nm,30,2,0.7\n");
        string there = _folder.Write("out/m_autopick.star", "mine");

        CommandRun refused = Select(input, "out", "--threshold", "0.6");
        CommandRun replaced = Select(input, "out", "--threshold", "0.6", "--overwrite");

        Assert.That(refused.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(refused.Error, Does.Contain("m_autopick.star: is there already; --overwrite replaces it"));
        Assert.That(replaced.Code, Is.EqualTo(ExitCode.Success), replaced.Error);
        Assert.That(PickReader.Read(there).ParticleCount, Is.EqualTo(1));
        Assert.That(Select(input, "out", "--threshold", "0.6").Error, Does.Contain("settings.json: is there already"));
    }

    [Test]
    public void Columns_of_a_STAR_file_stay_with_the_picks_that_stay()
    {
        _folder.Write("in/m.star", "data_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n"
            + "_rlnAutopickFigureOfMerit #3\n_rlnMyColumn #4\n10 20 0.25 first\n30 40 0.75 second\n");

        CommandRun run = Select(_folder["in"], "out", "--threshold", "0.5");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string text = File.ReadAllText(_folder["out/m_autopick.star"]);
        Assert.That(text, Does.Contain("_rlnMyColumn").And.Contain("second").And.Not.Contain("first"));
    }

    [TestCase("--threshold", "0.5", "--count", "3", "expected one of them")]
    [TestCase("--target-precision", "0.9", "nothing says that these scores are probabilities")]
    [TestCase("--min-distance", "10", "pixel size")]
    [TestCase("--count", "0", "expected a whole number")]
    [TestCase("--target-precision", "1.5", "expected a number")]
    public void What_cannot_be_meant_is_refused(params string[] words)
    {
        string input = _folder.Write("a.csv", "micrograph,x,y,score\nm,1,2,0.5\nm,30,2,0.7\n");

        CommandRun run = Select(input, "out", words[..^1]);

        Assert.That(run.Code, Is.Not.EqualTo(ExitCode.Success));
        Assert.That(run.Error, Does.Contain(words[^1]));
        Assert.That(_folder["out"], Does.Not.Exist);
    }

    [Test]
    public void The_folder_of_the_picks_is_no_output()
    {
        Pick("picks", "0.4");

        CommandRun run = Select("picks", "picks", "--threshold", "0.5", "--overwrite");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("choose another folder"));
    }

    private CommandRun Pick(string name, string threshold)
    {
        SmallData data = SmallData.Shared;
        using (FileStream model = File.Create(_folder["m.deepem"]))
        {
            ModelFile.Write(model, data.Model);
        }

        return CommandRun.Of(
            "pick", data.UnseenFolder, "--model", _folder["m.deepem"], "--out", _folder[name], "--threshold", threshold,
            "--pictures", "0");
    }

    private CommandRun Select(string picks, string name, params string[] words) => CommandRun.Of(
        ["select", Path.IsPathRooted(picks) ? picks : _folder[picks], "--out", _folder[name], .. words]);

    private string[] Tables(string name) =>
    [
        .. Directory.GetFiles(_folder[name], "*_autopick.star").Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];
}
