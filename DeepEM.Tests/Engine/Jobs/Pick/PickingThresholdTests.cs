using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>What a picking says about other thresholds than its own.</summary>
[TestFixture]
public sealed class PickingThresholdTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Every_threshold_has_the_picks_of_all_micrographs_and_what_their_scores_promise()
    {
        Pick();
        double[] merits =
        [
            .. Directory.GetFiles(_folder.Path, "*_all.star").SelectMany(path =>
                PickReader.Read(path).Micrographs[0].Particles.Select(p => p.FigureOfMerit)),
        ];
        string[] half = Rows().Single(row => row[0] == "0.50");
        double[] kept = [.. merits.Where(merit => merit >= 0.5)];
        Assert.That(merits, Has.Length.GreaterThan(kept.Length));
        Assert.That(Number(half[1]), Is.EqualTo(kept.Length));
        Assert.That(Number(half[2]), Is.EqualTo(kept.Average()).Within(1e-4));
        Assert.That(Number(half[3]), Is.EqualTo(kept.Sum() / merits.Sum()).Within(1e-4));
        Assert.That(Rows(), Has.Length.EqualTo(19));
    }

    [Test]
    public void Micrographs_of_an_earlier_run_count()
    {
        Pick();
        byte[] fresh = File.ReadAllBytes(_folder["thresholds.csv"]);
        File.Delete(_folder["thresholds.csv"]);

        Assert.That(Pick().Skipped, Is.EqualTo(2));
        Assert.That(File.ReadAllBytes(_folder["thresholds.csv"]), Is.EqualTo(fresh));

        File.Delete(_folder["mic_004_all.star"]);
        Assert.That(Pick().Skipped, Is.EqualTo(1));
        Assert.That(File.ReadAllBytes(_folder["thresholds.csv"]), Is.EqualTo(fresh));
    }

    [Test]
    public void A_table_that_was_edited_since_changes_no_expectation()
    {
        Pick();
        byte[] fresh = File.ReadAllBytes(_folder["thresholds.csv"]);
        File.WriteAllText(_folder["mic_004_all.star"], "not a table");

        Assert.That(Pick().Warnings, Is.Empty);
        Assert.That(File.ReadAllBytes(_folder["thresholds.csv"]), Is.EqualTo(fresh));
    }

    [Test]
    public void Scores_that_are_no_probabilities_promise_nothing()
    {
        Pick();
        PickingModel plain = SmallData.Shared.Model with { Calibration = ScoreCalibration.Identity };

        Pick(plain);

        Assert.That(_folder["mic_003_all.star"], Does.Exist);
        Assert.That(_folder["thresholds.csv"], Does.Not.Exist);
    }

    private PickingReport Pick(PickingModel? model = null)
    {
        using var backend = new SimdBackend(2);
        IReadOnlyList<MicrographSource> sources = SmallData.Sources(SmallData.Shared.UnseenFolder);
        var settings = new PickingRunSettings(_folder.Path, null, null, Pictures: 0, Strict: true);
        return PickingRun.Run(
            backend, model ?? SmallData.Shared.Model, sources, settings, progress: null, CancellationToken.None);
    }

    private string[][] Rows() => [.. File.ReadAllLines(_folder["thresholds.csv"])[2..].Select(row => row.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
