using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Averages;

[TestFixture]
public sealed class AverageVerificationTests
{
    private static readonly AverageSettings _settings =
        new(PlantedCrops.Diameter) { Classes = 4, PixelSizeAngstrom = 3 };

    [TestCase(1)]
    [TestCase(7)]
    public void Averages_of_particles_are_told_from_noise(int micrographs)
    {
        ParticleCrops picks = PlantedCrops.Of(
            PlantedCrops.Draw(200, 1, 0.3, PlantedCrops.Blobs, PlantedCrops.Bar).Cells, micrographs);

        AverageResult result = Run(picks, PlantedCrops.Maxima(200, 2));

        Assert.That(result.Guard.Verdict, Is.EqualTo(AverageVerdict.Particles));
        Assert.That(result.Guard.Structure, Is.GreaterThan(1));
        Assert.That(result.Guard.NoiseStructure, Is.LessThanOrEqualTo(0.05));
        Assert.That(result.Classes.Sum(row => row.Count), Is.EqualTo(200));
        Assert.That(result.Classes.Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, result.Classes.Count)));
        Assert.That(result.Classes[0].Structure, Is.GreaterThan(1));
        Assert.That(result.Classes[0].LooksEmpty, Is.False);
        Assert.That(result.Classes[0].ResolutionAngstrom, Is.LessThan(40));
        Assert.That(result.NoiseClasses, Is.Not.Empty);
        Assert.That(result.Poses.Select(pose => pose.Half).Distinct(), Is.EquivalentTo([1, 2]));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Averages_of_what_a_picker_finds_in_noise_are_called_noise(int seed)
    {
        ParticleCrops picks = PlantedCrops.Maxima(250, 10 + seed);

        AverageResult result = Run(picks, PlantedCrops.Maxima(250, 20 + seed), _settings with { Seed = seed });

        Assert.That(result.Guard.Verdict, Is.EqualTo(AverageVerdict.Noise));
        Assert.That(result.Guard.Structure, Is.LessThanOrEqualTo(0.05));
    }

    [Test]
    public void Averages_that_were_fitted_to_noise_on_purpose_are_flagged()
    {
        AverageSettings overfitted = _settings with
        {
            Certainty = 4,
            StartTemperature = 1,
            WienerFactor = double.PositiveInfinity,
        };

        AverageResult result = Run(PlantedCrops.Maxima(250, 31), PlantedCrops.Maxima(250, 32), overfitted);

        Assert.That(result.Poses.Average(pose => pose.LogEvidence), Is.GreaterThan(10), "it must fit its own noise");
        Assert.That(result.Guard.Structure, Is.Negative);
        Assert.That(result.Guard.Verdict, Is.EqualTo(AverageVerdict.Noise));
    }

    [Test]
    public void Turned_by_psi_and_moved_by_its_origin_a_crop_lies_as_its_average()
    {
        (double X, double Y)[] moved = [(0, 0), (2, -1), (-3, 1), (1, 3)];
        double[] radians = [.. Enumerable.Range(0, 48).Select(n => 2 * Math.PI * n * 7 / 64)];
        float[][] cells =
            [.. radians.Select((angle, n) => PlantedCrops.Cell(PlantedCrops.Blobs, angle, moved[n % 4], 4))];
        float[][] noise = PlantedCrops.Draw(cells.Length, 5, 0).Cells;
        ParticleCrops picks = PlantedCrops.Of(
            [.. cells.Zip(noise, (cell, own) => cell.Zip(own, (a, b) => a + (0.3f * b)).ToArray())]);

        AverageResult result = Run(picks, null, _settings with { Classes = 1 });

        // The average may be turned and moved against the image; the difference of two crops may not.
        CropPose first = result.Poses[0];
        for (int n = 1; n < radians.Length; n++)
        {
            CropPose pose = result.Poses[n];
            double planted = double.RadiansToDegrees(radians[n] - radians[0]);
            double turned = pose.RotationDegrees - first.RotationDegrees + planted;
            Assert.That(Math.IEEERemainder(turned, 360), Is.Zero.Within(6), $"crop {n}");
        }

        // Centre = place − origin. Means over the crops of each kind, for the average's own centre turns with them.
        for (int kind = 1; kind < moved.Length; kind++)
        {
            Assert.That(Centre(kind).X - Centre(0).X, Is.EqualTo(moved[kind].X).Within(0.7));
            Assert.That(Centre(kind).Y - Centre(0).Y, Is.EqualTo(moved[kind].Y).Within(0.7));
        }

        (double X, double Y) Centre(int kind) => (
            result.Poses.Where((_, n) => n % 4 == kind).Average(pose => -pose.OriginXAngstrom / 3),
            result.Poses.Where((_, n) => n % 4 == kind).Average(pose => -pose.OriginYAngstrom / 3));
    }

    [Test]
    public void The_origin_counts_from_the_place_and_not_from_the_nearest_pixel()
    {
        float[] cell = PlantedCrops.Cell(PlantedCrops.Blobs, 0, (0, 0), 4);
        const int side = ParticleCrops.Side;
        var crops = new ParticleCrops();
        crops.Add(
            new PreparedMicrograph("m", cell, side, side, 1, side, side),
            [new BinnedPosition(48.4, 47.7)],
            isBright: true);

        CropPose pose = Run(crops, null).Poses.Single();

        // One crop is its own average: its centre is where it was cut.
        (double x, double y) = (48.4 - (pose.OriginXAngstrom / 3), 47.7 - (pose.OriginYAngstrom / 3));
        Assert.That(x, Is.EqualTo(Math.Round(x)).Within(1e-9));
        Assert.That(y, Is.EqualTo(Math.Round(y)).Within(1e-9));
    }

    [Test]
    public void No_pick_gives_no_class()
    {
        AverageResult result = Run(new ParticleCrops(), null);

        Assert.That(result.Classes, Is.Empty);
        Assert.That(result.Guard.Verdict, Is.EqualTo(AverageVerdict.TooFew));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_few_picks_give_averages_and_no_verdict(int count)
    {
        float[] cell = PlantedCrops.Draw(1, 1, 1, PlantedCrops.Blobs).Cells[0];

        AverageResult result = Run(PlantedCrops.Of([.. Enumerable.Repeat(cell, count)]), null);

        Assert.That(result.Classes.Sum(row => row.Count), Is.EqualTo(count));
        Assert.That(result.Classes, Has.Count.LessThanOrEqualTo(count));
        Assert.That(result.Guard.Verdict, Is.EqualTo(AverageVerdict.TooFew));
        RequireNumbers(result);
    }

    [Test]
    public void Crops_of_one_grey_level_or_without_numbers_do_no_harm()
    {
        float[][] cells = PlantedCrops.Draw(60, 3, 1, PlantedCrops.Blobs).Cells;
        Array.Fill(cells[5], 2);
        Array.Fill(cells[6], float.NaN);
        cells[7][(48 * ParticleCrops.Side) + 48] = float.NaN;
        cells[8][(48 * ParticleCrops.Side) + 47] = float.PositiveInfinity;

        RequireNumbers(Run(PlantedCrops.Of(cells), PlantedCrops.Maxima(40, 2)));
    }

    [Test]
    public void A_set_of_one_grey_level_does_no_harm() =>
        RequireNumbers(Run(PlantedCrops.Of([.. PlantedCrops.Draw(40, 1, 0).Cells.Select(Flat)]), null));

    [Test]
    public void Only_the_picks_that_count_are_judged()
    {
        float[][] particles = PlantedCrops.Draw(100, 1, 0.5, PlantedCrops.Blobs).Cells;
        ParticleCrops picks = PlantedCrops.Of([.. particles, .. PlantedCrops.Draw(100, 2, 0).Cells]);

        AverageGuard all = Run(picks, null).Guard;
        AverageGuard counted = Run(picks, null, counts: [.. Enumerable.Range(0, 200).Select(n => n < 100)]).Guard;

        Assert.That(counted.Structure, Is.GreaterThan(1.5 * all.Structure));
    }

    [Test]
    public void Progress_comes_to_its_end_and_a_cancelled_run_stops()
    {
        ParticleCrops picks = PlantedCrops.Of(PlantedCrops.Draw(60, 1, 1, PlantedCrops.Blobs).Cells);
        var progress = new ProgressList();
        using var backend = new SimdBackend(2);

        new AverageVerification(backend, _settings).Run(picks, null, PlantedCrops.Maxima(40, 2), progress: progress);

        Assert.That(progress.Reports[^1].Done, Is.EqualTo(100));
        Assert.That(progress.Reports, Has.All.Matches<StageProgress>(report => report.Total == 100));
        Assert.That(
            () => new AverageVerification(backend, _settings).Run(
                picks, null, null, cancellation: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static AverageResult Run(
        ParticleCrops picks, ParticleCrops? maxima, AverageSettings? settings = null, bool[]? counts = null)
    {
        using var backend = new SimdBackend(2);
        ParticleCrops noise = PlantedCrops.Of(PlantedCrops.Draw(200, 4711, 0).Cells);
        return new AverageVerification(backend, settings ?? _settings).Run(picks, noise, maxima, counts);
    }

    private static float[] Flat(float[] cell) => new float[cell.Length];

    private static void RequireNumbers(AverageResult result)
    {
        Assert.That(result.Classes.SelectMany(row => row.Average), Has.All.Matches<float>(float.IsFinite));
        Assert.That(
            result.Classes.Select(row =>
                row.Structure + row.ResolutionAngstrom + row.RotationAccuracyDegrees + row.TranslationAccuracyAngstrom),
            Has.All.Matches<double>(double.IsFinite));
        Assert.That(
            result.Poses.Select(pose => pose.LogEvidence + pose.BestPosterior + pose.SignificantPoses),
            Has.All.Matches<double>(double.IsFinite));
        Assert.That(double.IsFinite(result.Guard.Structure + result.Guard.Evidence), Is.True);
    }
}
