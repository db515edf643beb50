using DeepEM.Cli;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Study;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Studies of trainings of an epoch on a few small micrographs.</summary>
[TestFixture]
public sealed class StudyCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void A_study_goes_on_where_it_was_stopped_and_one_bad_set_does_not_stop_the_others()
    {
        WritePlan(bad: true);
        CommandRun first = Study("--labels", "20,100000", "--seeds", "1");

        Assert.That(first.Code, Is.EqualTo(ExitCode.PartialFailure), first.Error);
        Assert.That(first.Error, Does.Contain("failed: bad: ").And.Contain("missing"));
        Assert.That(first.Error, Does.Contain("good: 100000 labels are skipped, the set has"));
        IReadOnlyList<StudyRow> rows = Rows();
        Assert.That(
            rows.Select(row => row.Case),
            Is.EqualTo([StudyCase.General("good"), new StudyCase("good", 20, 1)]));
        Assert.That(rows[1].Particles, Is.EqualTo(20));
        Assert.That(rows[1].TrainingSeconds, Is.Positive);
        Assert.That(rows[1].F1, Is.GreaterThan(2 * rows[1].RandomF1));
        Assert.That(rows[1].BestF1, Is.GreaterThanOrEqualTo(rows[1].F1));
        Assert.That(rows[1].ExpectedPrecision, Is.InRange(0.3, 1));
        Assert.That(first.Output, Does.Contain("| good | 20 | 1 | "));
        Assert.That(File.ReadAllText(_folder["out/study.md"]), Does.Contain("| good | none | - | "));
        Assert.That(File.ReadAllBytes(_folder["out/study.png"]), Has.Length.GreaterThan(1000));
        Assert.That(_folder["out/good/labels-20-seed-1/model.deepem"], Does.Exist);

        DateTime written = File.GetLastWriteTimeUtc(_folder["out/good/labels-20-seed-1/model.deepem"]);
        WritePlan(bad: false);
        CommandRun second = Study("--labels", "20", "--seeds", "1,2");

        Assert.That(second.Code, Is.EqualTo(ExitCode.Success), second.Error);
        Assert.That(second.Output, Does.Contain("3 cases, 2 of them from an earlier run, 0 failed"));
        Assert.That(Rows().Take(2), Is.EqualTo(rows));
        Assert.That(Rows()[2].Case, Is.EqualTo(new StudyCase("good", 20, 2)));
        Assert.That(
            File.GetLastWriteTimeUtc(_folder["out/good/labels-20-seed-1/model.deepem"]), Is.EqualTo(written));
    }

    [Test]
    public void Rows_of_another_plan_for_a_set_are_computed_anew()
    {
        WritePlan(bad: false);
        Study("--labels", "20", "--seeds", "1");
        double narrow = Rows()[0].AveragePrecision;
        WritePlan(bad: false, radius: 0.02);

        CommandRun run = Study("--labels", "20", "--seeds", "1");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("2 of 2 rows are of another plan"));
        Assert.That(Rows()[0].AveragePrecision, Is.LessThan(narrow));
        Assert.That(Rows(), Has.Count.EqualTo(2));
    }

    [Test]
    public void An_interrupted_study_says_how_to_go_on()
    {
        WritePlan(bad: false);
        CommandRun run = CommandRun.Of(
            CommandLine.Create(),
            ["study", _folder["plan.json"], "--out", _folder["out"]],
            new CancellationToken(true));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(run.ErrorLines.Single(), Does.Contain("run the same command to continue"));
    }

    [Test]
    public void Nothing_but_bad_sets_is_a_failure()
    {
        _folder.Write("plan.json", $$"""{ "sets": [ {{Set("bad", "missing", 0.25)}} ] }""");
        CommandRun run = Study();
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.StartWith("failed: bad: "));
    }

    [TestCase("--labels", "1")]
    [TestCase("--labels", "25,some")]
    [TestCase("--seeds", "one")]
    [TestCase("--seeds", "")]
    public void Wrong_lists_end_with_the_usage(string option, string value)
    {
        WritePlan(bad: false);
        CommandRun run = Study(option, value);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain(option).And.Contain("Usage: deepem study"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    private static string Set(string name, string training, double radius) => FormattableString.Invariant($$"""
        { "name": "{{name}}", "train": "{{training}}",
          "train_picks": "{{SmallData.TruthOf(SmallData.Shared.TrainingFolder)}}",
          "test": "{{SmallData.Shared.UnseenFolder}}",
          "test_truth": "{{SmallData.TruthOf(SmallData.Shared.UnseenFolder)}}",
          "diameter": {{SmallData.DiameterAngstrom}}, "pixel_size": {{SmallData.PixelSizeAngstrom}},
          "radius": {{radius}}, "epochs": 1 }
        """);

    private CommandRun Study(params string[] options) =>
        CommandRun.Of(["study", _folder["plan.json"], "--out", _folder["out"], "--threads", "2", .. options]);

    private void WritePlan(bool bad, double radius = 0.25)
    {
        string good = Set("good", SmallData.Shared.TrainingFolder, radius);
        string sets = bad ? $"{Set("bad", "missing", radius)}, {good}" : good;
        _folder.Write("plan.json", $$"""{ "sets": [ {{sets}} ] }""");
    }

    private IReadOnlyList<StudyRow> Rows() => StudyTable.Read(_folder["out/study.csv"]);
}
