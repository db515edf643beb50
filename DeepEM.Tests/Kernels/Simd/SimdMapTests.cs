using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Kernels.Resampling;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.WindowStatistics;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

/// <summary>What is computed on whole micrographs and score maps.</summary>
[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdMapTests(SimdWidth width) : SimdTests(width)
{
    private static readonly WindowShape[] _windows =
    [
        new(2, 2, 2, 1), new(9, 7, 3, 1), new(20, 31, 5, 2), new(17, 40, 4, 6), new(30, 30, 30, 3), new(23, 12, 7, 7),
    ];

    [TestCaseSource(nameof(_windows))]
    public void WindowStatistics_matches_reference(WindowShape shape)
    {
        double[] values = Draw(1, shape.Height * shape.Width);
        (float[] mean, float[] deviation) = Statistics(shape, values);
        (double[] expectedMean, double[] expectedDeviation) = WindowStatisticsReference.Evaluate(values, shape);
        RequireNear(mean, expectedMean, 1e-7);
        RequireNear(deviation, expectedDeviation, 1e-7);
    }

    [Test]
    public void WindowStatistics_of_a_NaN_is_NaN_in_its_windows_only()
    {
        WindowShape shape = new(20, 20, 3, 1);
        double[] values = Draw(1, 400);
        values[(7 * 20) + 9] = double.NaN;
        (float[] mean, float[] deviation) = Statistics(shape, values);
        for (int index = 0; index < mean.Length; index++)
        {
            bool holds = index / 18 is >= 5 and <= 7 && index % 18 is >= 7 and <= 9;
            Assert.That(float.IsNaN(mean[index]), Is.EqualTo(holds), $"mean[{index}]");
            Assert.That(float.IsNaN(deviation[index]), Is.EqualTo(holds), $"deviation[{index}]");
        }
    }

    [Test]
    public void WindowStatistics_of_a_constant_has_no_deviation()
    {
        (float[] mean, float[] deviation) = Statistics(
            new WindowShape(12, 12, 5, 1), Enumerable.Repeat(0.1, 144).ToArray());
        RequireNear(mean, Enumerable.Repeat(0.1, 64).ToArray(), 1e-7);
        RequireNear(deviation, new double[64], 1e-7);
    }

    [Test]
    public void LocalMaxima_matches_reference(
        [Values(1, 5, 24)] int height, [Values(1, 19)] int columns, [Values(1f, 1.5f, 3f, 4.2f, 100f)] float radius)
    {
        // Few different values, so that ties abound.
        double[] scores = Array.ConvertAll(Draw(height + columns, height * columns), s => Math.Round(s * 4) / 4);
        RequireMaxima(scores, height, columns, radius, 0.5f);
        RequireMaxima(Draw(3, height * columns), height, columns, radius, -1);
    }

    [Test]
    public void LocalMaxima_of_equal_scores_is_the_last_and_NaN_never_counts()
    {
        double[] flat = Enumerable.Repeat(1.0, 30).ToArray();
        RequireMaxima(flat, 5, 6, 10, 0);
        flat[14] = double.NaN;
        flat[29] = double.NaN;
        flat[7] = double.PositiveInfinity;
        RequireMaxima(flat, 5, 6, 2, 0);
    }

    [Test]
    public void Binning_matches_reference(
        [Values(1, 2, 3, 4, 7)] int factor, [Values(1, 9, 12)] int height, [Values(1, 20, 37)] int columns)
    {
        double[] values = Draw(1, height * columns);
        ImageShape shape = new(1, 1, height, columns);
        ImageShape binned = new(1, 1, ((height - 1) / factor) + 1, ((columns - 1) / factor) + 1);
        using Tensor image = Images(shape, values, ImageLayout.Micrograph);
        using Tensor output = Output(binned, ImageLayout.Micrograph);
        Backend.Binning(image, output, height, columns, factor);
        RequireNear(Read(output), BinningReference.Bin(values, height, columns, factor));
    }

    [Test]
    public void Wrong_arguments_are_rejected()
    {
        using Tensor map = Backend.AllocateImages(new ImageShape(1, 1, 8, 9), ImageLayout.Micrograph);
        using Tensor patch = Backend.AllocateImages(new ImageShape(1, 1, 8, 9), ImageLayout.Patches);
        Assert.That(() => Backend.Binning(map, map, 8, 9, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Backend.Binning(map, map, 8, 9, 2), Throws.ArgumentException);
        Assert.That(() => Backend.LocalMaxima(map, patch, 8, 9, 2, 0), Throws.ArgumentException);
        Assert.That(
            () => Backend.LocalMaxima(map, map, 8, 9, float.NaN, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => Backend.WindowStatistics(map, map, map, new WindowShape(8, 9, 9, 1)), Throws.ArgumentException);
    }

    private (float[] Mean, float[] Deviation) Statistics(WindowShape shape, double[] values)
    {
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        using Tensor image = Images(new ImageShape(1, 1, shape.Height, shape.Width), values, ImageLayout.Micrograph);
        using Tensor mean = Images(windows, new double[windows.Length], ImageLayout.Micrograph);
        using Tensor deviation = Images(windows, new double[windows.Length], ImageLayout.Micrograph);
        Backend.WindowStatistics(image, mean, deviation, shape);
        return (Read(mean), Read(deviation));
    }

    private void RequireMaxima(double[] scores, int height, int columns, float radius, float threshold)
    {
        ImageShape shape = new(1, 1, height, columns);
        using Tensor map = Images(shape, scores, ImageLayout.Micrograph);
        using Tensor peaks = Output(shape, ImageLayout.Micrograph);
        Backend.LocalMaxima(map, peaks, height, columns, radius, threshold);
        Assert.That(
            Doubles(Read(peaks)), Is.EqualTo(LocalMaximaReference.Find(scores, height, columns, radius, threshold)));
    }
}
