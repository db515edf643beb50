using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class EvaluateCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        foreach (string name in new[] { "truth", "picks", "ignore" })
        {
            Directory.CreateDirectory(_folder[name]);
        }
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Precision_judges_the_picks_above_the_threshold_and_the_curve_all_of_them()
    {
        Write("truth", "a", (10, 10, 0), (50, 50, 0));
        Write("picks", "a_autopick", (11, 10, 0.9), (90, 90, 0.8));
        Write("picks", "a_all", (11, 10, 0.9), (90, 90, 0.8), (50, 51, 0.3));

        CommandRun run = Evaluate();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("of 2 picks: " + _folder["picks/a_autopick.star"]));
        Assert.That(run.Output, Does.Contain("of 3 scored picks: " + _folder["picks/a_all.star"]));
        Assert.That(Row(run, "recall"), Is.EqualTo(["0.500", "0.500"]));
        Assert.That(Row(run, "average precision (AP)"), Is.EqualTo(["0.833", "0.833"]));
        Assert.That(Row(run, "radius, pixels"), Is.EqualTo(["5.0", "10.0"]));
        Assert.That(Row(run, "F1 of random picks"), Is.EqualTo(["-", "-"]));
        Assert.That(run.Output, Does.Contain("1 of 2 labelled particles were found (50 %)"));
        Assert.That(run.Error, Does.Contain("size unknown of 1 of 1 micrographs, a"));
    }

    [Test]
    public void Sizes_come_from_micrographs_beside_the_labels_or_named()
    {
        Write("truth", "a", (10, 10, 0));
        Write("picks", "a", (10, 10, 1));
        MrcWriter.Write(_folder["a.mrc"], new float[64 * 64], 64, 64, null);

        CommandRun beside = Evaluate();
        File.Move(_folder["a.mrc"], _folder["picks/a.mrc"]);
        CommandRun unknown = Evaluate();
        CommandRun named = Evaluate("--micrographs", _folder["picks"]);

        Assert.That(Row(beside, "F1 of random picks")[0], Is.Not.EqualTo("-"), beside.Error);
        Assert.That(Row(unknown, "F1 of random picks")[0], Is.EqualTo("-"));
        Assert.That(Row(named, "F1 of random picks"), Is.EqualTo(Row(beside, "F1 of random picks")));
        Assert.That(beside.Error, Is.Empty);
    }

    [Test]
    public void Mirrored_picks_raise_a_warning()
    {
        (double X, double Y, double Score)[] labels =
            [.. Enumerable.Range(0, 12).Select(i => (10.0 + (40 * (i % 4)), 15.0 + (33 * (i / 4)), 0.0))];
        Write("truth", "a", labels);
        Write("picks", "a", [.. labels.Select((label, i) => (label.X, 199 - label.Y, 1.0 + i))]);
        MrcWriter.Write(_folder["a.mrc"], new float[200 * 180], 200, 180, null);

        CommandRun run = Evaluate();

        Assert.That(run.Error, Does.Contain("warning: The picks fit far better with y counted from the other side"));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
    }

    [Test]
    public void Ignored_places_count_neither_way()
    {
        Write("truth", "a", (10, 10, 0));
        Write("picks", "a", (10, 10, 1), (90, 90, 2));
        Write("ignore", "a", (91, 90, 0));

        Assert.That(Row(Evaluate(), "precision")[0], Is.EqualTo("0.500"));
        Assert.That(Row(Evaluate("--ignore", _folder["ignore"]), "precision")[0], Is.EqualTo("1.000"));
    }

    [Test]
    public void Json_holds_all_figures_and_settings()
    {
        Write("truth", "a", (10, 10, 0));
        Write("truth", "b", (10, 10, 0));
        Write("picks", "a", (10, 10, 1));
        string json = _folder["report.json"];

        CommandRun run = Evaluate("--json", json, "--radius", "0.3");

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement headline = document.RootElement.GetProperty("radii")[0];
        Assert.That(headline.GetProperty("recall").GetDouble(), Is.EqualTo(0.5));
        Assert.That(headline.GetProperty("radius_pixels").GetDouble(), Is.EqualTo(6).Within(1e-12));
        Assert.That(
            document.RootElement.GetProperty("settings").GetProperty("diameter_angstrom").GetDouble(), Is.EqualTo(40));
        Assert.That(run.Error, Does.Contain("no picks for 1 of 2 micrographs, b"));
    }

    [Test]
    public void Picks_of_other_micrographs_only_are_an_error_that_names_both()
    {
        Write("truth", "a", (10, 10, 0));
        Write("picks", "b", (10, 10, 1));

        CommandRun run = Evaluate();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain(_folder["picks"]).And.Contain("1 labelled micrographs, a being the first"));
    }

    [Test]
    public void Coordinates_far_outside_the_micrograph_are_refused()
    {
        Write("truth", "a", (10, 10, 0));
        Write("picks", "a", (1000, 10, 1));
        MrcWriter.Write(_folder["a.mrc"], new float[64 * 64], 64, 64, null);

        CommandRun run = Evaluate();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.Contain("picks/a.star").And.Contain("far outside"));
    }

    [Test]
    public void A_border_without_sizes_is_a_wrong_command_line()
    {
        Write("truth", "a", (10, 10, 0));
        Write("picks", "a", (10, 10, 1));

        CommandRun run = Evaluate("--border", "20");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(
            run.ErrorLines[0],
            Does.Contain("a: a border needs the size of this micrograph").And.Contain("--micrographs"));
    }

    [Test]
    public void A_report_that_cannot_be_written_is_refused_before_anything_is_read()
    {
        CommandRun run = Evaluate("--json", _folder["missing/report.json"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain("its directory does not exist"));
    }

    [Test]
    public void The_curve_is_a_picture_with_a_table_beside_it_and_marks_the_threshold_of_the_picks()
    {
        Write("truth", "a", (10, 10, 0), (50, 50, 0));
        Write("picks", "a_autopick", (11, 10, 0.9), (90, 90, 0.8));
        Write("picks", "a_all", (11, 10, 0.9), (90, 90, 0.8), (50, 51, 0.3));
        string picture = _folder["new/curve.png"];

        CommandRun run = Evaluate("--curve", picture);
        byte[] unmarked = File.ReadAllBytes(picture);
        _folder.Write("picks/settings.json", "{ \"Settings\": { \"Threshold\": 0.6 } }");
        Evaluate("--curve", picture);
        byte[] marked = File.ReadAllBytes(picture);
        _folder.Write("picks/settings.json", "{ \"Settings\": [ 1 ] }");
        Evaluate("--curve", picture);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(File.ReadAllLines(_folder["new/curve.csv"])[1..], Is.EqualTo(
        [
            "0.9,1,1,0.90,1.0000,0.5000,0.6667",
            "0.8,2,1,1.70,0.5000,0.5000,0.5000",
            "0.3,3,2,2.00,0.6667,1.0000,0.8000",
        ]));
        Assert.That(marked, Is.Not.EqualTo(unmarked));
        Assert.That(File.ReadAllBytes(picture), Is.EqualTo(unmarked));
    }

    [Test]
    public void A_table_that_would_replace_the_picture_or_an_input_is_refused()
    {
        Write("truth", "a", (10, 10, 0));
        string picks = _folder.Write("a.csv", "micrograph,x,y\na,10,10\n");

        CommandRun same = Evaluate("--curve", _folder["b.csv"]);
        CommandRun input = CommandRun.Of(
            "evaluate", "--truth", _folder["truth"], "--picks", picks, "--diameter", "40", "--pixel-size", "2",
            "--curve", _folder["a.png"]);

        Assert.That((same.Code, input.Code), Is.EqualTo((ExitCode.Usage, ExitCode.Usage)));
        Assert.That(input.ErrorLines[0], Does.Contain("a.csv: is an input and would be replaced"));
        Assert.That(File.Exists(_folder["a.png"]), Is.False);
    }

    private CommandRun Evaluate(params string[] more) => CommandRun.Of(
    [
        "evaluate", "--truth", _folder["truth"], "--picks", _folder["picks"], "--diameter", "40", "--pixel-size", "2",
        .. more,
    ]);

    private void Write(string folder, string name, params (double X, double Y, double Score)[] particles) =>
        PickStarWriter.Write(
            Path.Combine(_folder[folder], name + ".star"),
            particles.Select(particle => new Particle(particle.X, particle.Y, particle.Score)));

    private static string[] Row(CommandRun run, string name) =>
        run.Output.Split('\n').Single(line => line.StartsWith(name + "  ", StringComparison.Ordinal))[name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
