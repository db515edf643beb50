using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Averages;

[TestFixture]
public sealed class ClassAveragingTests
{
    [Test]
    public void One_class_recovers_the_image_that_was_planted()
    {
        using var averaging = new Averaging(PlantedCrops.Of(PlantedCrops.Draw(200, 1, 1, PlantedCrops.Blobs).Cells));

        float[] average = averaging.Average(averaging.Run(classes: 1), 0);

        Assert.That(Likeness(averaging, average, PlantedCrops.Blobs), Is.GreaterThan(0.95));
    }

    [Test]
    public void Two_classes_tell_two_images_apart()
    {
        using var averaging = new Averaging(
            PlantedCrops.Of(PlantedCrops.Draw(200, 2, 1, PlantedCrops.Blobs, PlantedCrops.Bar).Cells));

        ClassModel model = averaging.Run(classes: 2);

        int first = model.Poses.Class[Array.IndexOf(model.Numbers, 0)];
        Assert.That(
            model.Numbers.Where((number, row) => (model.Poses.Class[row] == first) != (number % 2 == 0)), Is.Empty);

        // A hundred crops each: half as many as one image needs for 0.95.
        Assert.That(Likeness(averaging, averaging.Average(model, first), PlantedCrops.Blobs), Is.GreaterThan(0.9));
        Assert.That(Likeness(averaging, averaging.Average(model, 1 - first), PlantedCrops.Bar), Is.GreaterThan(0.9));
    }

    [Test]
    public void Turning_all_crops_by_a_right_angle_changes_no_evidence_and_turns_poses_by_16_of_64_steps()
    {
        float[][] cells = Whole64ths(PlantedCrops.Draw(60, 3, 1, PlantedCrops.Blobs).Cells);
        using var averaging = new Averaging(PlantedCrops.Of(cells));
        using var turned = new Averaging(PlantedCrops.Of([.. cells.Select(PlantedCrops.Turned)]));
        ClassReferences references = averaging.Run(classes: 1).References;

        PoseTable before = Align(averaging, references);
        PoseTable after = Align(turned, references);

        for (int i = 0; i < cells.Length; i++)
        {
            Assert.That(after.LogEvidence[i], Is.EqualTo(before.LogEvidence[i]).Within(2e-4).Percent, $"crop {i}");
            Assert.That((after.Rotation[i] - before.Rotation[i] + 64) % 64, Is.EqualTo(16), $"crop {i}");
        }
    }

    [Test]
    public void Crops_in_a_mirror_give_the_average_in_a_mirror()
    {
        float[][] cells = PlantedCrops.Draw(150, 4, 1, PlantedCrops.Blobs).Cells;
        using var averaging = new Averaging(PlantedCrops.Of([.. cells.Select(PlantedCrops.Mirrored)]));

        float[] average = averaging.Average(averaging.Run(classes: 1), 0);

        Assert.That(Likeness(averaging, average, (x, y) => PlantedCrops.Blobs(x, -y)), Is.GreaterThan(0.95));
        Assert.That(Likeness(averaging, average, PlantedCrops.Blobs), Is.LessThan(0.9));
    }

    [Test]
    public void A_constant_in_all_grey_levels_changes_nothing()
    {
        float[][] cells = Whole64ths(PlantedCrops.Draw(60, 5, 1, PlantedCrops.Blobs).Cells);
        using var averaging = new Averaging(PlantedCrops.Of(cells));
        using var raised = new Averaging(
            PlantedCrops.Of([.. cells.Select(cell => Array.ConvertAll(cell, pixel => pixel + 3))]));

        Assert.That(raised.Run(classes: 2).Poses.LogEvidence, Is.EqualTo(averaging.Run(classes: 2).Poses.LogEvidence));
    }

    [Test]
    public void The_order_of_the_crops_changes_the_order_of_the_rows_only()
    {
        float[][] cells = PlantedCrops.Draw(60, 6, 1, PlantedCrops.Blobs, PlantedCrops.Bar).Cells;
        var forward = new ParticleCrops();
        var backward = new ParticleCrops();
        PlantedCrops.AddTo(forward, cells, static order => order);
        PlantedCrops.AddTo(backward, cells, static order => order.Reverse());
        using var averaging = new Averaging(forward);
        using var reversed = new Averaging(backward);

        ClassModel model = averaging.Run(classes: 3);
        ClassModel other = reversed.Run(classes: 3);

        Assert.That(other.Poses.LogEvidence, Is.EqualTo(model.Poses.LogEvidence));
        Assert.That(other.Numbers, Is.EqualTo(model.Numbers.Select(number => cells.Length - 1 - number)));
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        ParticleCrops crops = PlantedCrops.Of(
            PlantedCrops.Draw(150, 7, 0.5, PlantedCrops.Blobs, PlantedCrops.Bar).Cells);

        (double[] evidence, float[] references) = Run(1);
        foreach (int threads in (int[])[2, 8])
        {
            (double[] otherEvidence, float[] otherReferences) = Run(threads);
            Assert.That(otherEvidence, Is.EqualTo(evidence));
            Assert.That(otherReferences, Is.EqualTo(references));
        }

        (double[], float[]) Run(int threads)
        {
            using var backend = new SimdBackend(threads);
            using var averaging = new Averaging(crops, backend);
            ClassModel model = averaging.Run(classes: 4);
            return (model.Poses.LogEvidence, model.References.Coefficients);
        }
    }

    [Test]
    public void Noise_is_on_average_as_likely_under_a_weak_class_as_under_none()
    {
        using var averaging = new Averaging(
            PlantedCrops.Of(PlantedCrops.Draw(3000, 8, 0).Cells), noiseCrops: 2000);

        // Well within the mask, and on all rings: at its rim and near ring 0 the equations hold less well.
        float[] other = averaging.Whitened(PlantedCrops.Cell(PlantedCrops.Dots, 0, (0, 0), 1));
        float scale = (float)Math.Sqrt(0.4 / averaging.Basis.RingPower(other).Sum());
        var references = new ClassReferences(
            averaging.Basis, Array.ConvertAll(other, value => scale * value), [0]);

        PoseTable poses = Align(averaging, references, (0, 0));

        // A wrong power of the mask, or a wrong factor between image and coefficients, is seen at once. The error of
        // the mean is 0.01.
        Assert.That(poses.LogEvidence.Average(Math.Exp), Is.EqualTo(1).Within(0.03));
    }

    [Test]
    public void Many_crops_are_sorted_as_well_as_the_few_that_made_the_classes()
    {
        ParticleCrops crops = PlantedCrops.Of(
            PlantedCrops.Draw(300, 9, 1, PlantedCrops.Blobs, PlantedCrops.Bar).Cells);
        using var averaging = new Averaging(crops);

        ClassModel model = new ClassAveraging(averaging.Expander, Averaging.Settings with { MostResident = 120 }).Run(
            [.. Enumerable.Range(0, 300)], 2, 1, static () => { }, CancellationToken.None);

        int first = model.Poses.Class[Array.IndexOf(model.Numbers, 0)];
        Assert.That(model.Sums.Weights.Sum(), Is.EqualTo(300).Within(1e-3));
        Assert.That(
            model.Numbers.Where((number, row) => (model.Poses.Class[row] == first) != (number % 2 == 0)), Is.Empty);
    }

    [Test]
    public void What_optics_take_away_on_some_micrographs_comes_from_the_others()
    {
        // On every other micrograph rings 5 to 7 are inverted: their plain mean is next to nothing.
        double[] ones = [.. Enumerable.Repeat(1.0, AverageSettings.Rings + 1)];
        double[][] transfers = [ones, [.. ones.Select((_, k) => Math.Cos(2 * Math.PI * k / 12))]];
        float[][] cells = Behind(transfers, 200);
        using var plain = new Averaging(PlantedCrops.Of(cells, 2));
        using var weighted = new Averaging(PlantedCrops.Of(cells, 2, transfers));

        double[] without = ShareOfTruth(plain);
        double[] with = ShareOfTruth(weighted);

        Assert.That(with[6], Is.EqualTo(1).Within(0.15));
        Assert.That(without[6], Is.LessThan(0.6));
        Assert.That(with[2], Is.EqualTo(1).Within(0.1));
    }

    // What of the planted image's amplitude the average of one class has, ring by ring.
    private static double[] ShareOfTruth(Averaging averaging)
    {
        float[] truth = averaging.Whitened(PlantedCrops.Cell(PlantedCrops.Blobs, 0, (0, 0), 3));
        float[] average = averaging.Average(averaging.Run(1), 0);
        double[] rings = RingCorrelation.Of(averaging.Basis, average, truth).Rings;
        return
        [
            .. averaging.Basis.RingPower(average).Zip(
                averaging.Basis.RingPower(truth), (found, planted) => planted > 0 ? Math.Sqrt(found / planted) : 0)
                .Zip(rings, (amplitude, correlation) => amplitude * correlation),
        ];
    }

    // Cells with images behind the optics of their micrographs, dealt in turn, under noise of spread 0.5.
    private static float[][] Behind(double[][] transfers, int count)
    {
        float[][] cells = PlantedCrops.Draw(count, 10, 0).Cells;
        using var averaging = new Averaging(PlantedCrops.Of([cells[0]]));
        var random = new RandomSource(11);
        for (int n = 0; n < count; n++)
        {
            float[] coefficients = averaging.Plain(
                PlantedCrops.Cell(PlantedCrops.Blobs, random.NextDouble(0, 2 * Math.PI), (0, 0), 3));
            for (int i = 0; i < coefficients.Length; i++)
            {
                int ring = averaging.Basis.RingOf[i % averaging.Basis.Length];
                coefficients[i] *= (float)transfers[n % transfers.Length][ring];
            }

            float[] image = PlantedCrops.Framed(averaging.Basis.Image(coefficients), AverageSettings.BoxSide);
            cells[n] = [.. cells[n].Zip(image, (noise, pixel) => (0.5f * noise) + pixel)];
        }

        return cells;
    }

    // Can be added to without rounding, and have their median among them.
    private static float[][] Whole64ths(float[][] cells) =>
        [.. cells.Select(cell => Array.ConvertAll(cell, pixel => MathF.Round(64 * pixel) / 64))];

    private static double Likeness(Averaging averaging, float[] average, Func<double, double, double> image) =>
        RingCorrelation.Of(
            averaging.Basis, average, averaging.Whitened(PlantedCrops.Cell(image, 0, (0, 0), 1))).Correlation;

    private static PoseTable Align(Averaging averaging, ClassReferences references, params (int X, int Y)[] shifts)
    {
        using var search = new PoseSearch(
            averaging.Expander, [.. Enumerable.Range(0, averaging.Crops.Count)], keeps: false);
        search.Aim(
            search.Offsets, shifts.Length > 0 ? shifts : Averaging.Settings.CoarseShifts, CancellationToken.None);
        var poses = new PoseTable(averaging.Crops.Count, references.Classes);
        search.Align(references, 1, poses, sums: null, CancellationToken.None);
        return poses;
    }
}
