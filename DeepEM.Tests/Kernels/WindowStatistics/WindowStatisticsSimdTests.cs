using DeepEM.Kernels.Memory;
using DeepEM.Kernels.WindowStatistics;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.WindowStatistics;

/// <summary>On the host sums are taken in double precision: what that gains over a device.</summary>
[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.SimdNames))]
public sealed class WindowStatisticsSimdTests(string backendName) : BackendTests(backendName)
{
    // Half a unit in the last place of a value near 1.
    private const double Rounding = 1e-7;

    private static readonly WindowShape[] _windows =
    [
        new(2, 2, 2, 1), new(9, 7, 3, 1), new(20, 31, 5, 2), new(17, 40, 4, 6), new(30, 30, 30, 3), new(23, 12, 7, 7),
    ];

    [TestCaseSource(nameof(_windows))]
    public void Only_the_result_is_rounded(WindowShape shape)
    {
        double[] values = Numbers.Draw(1, shape.Height * shape.Width);
        (float[] mean, float[] deviation) = Evaluate(shape, values);
        (double[] expectedMean, double[] expectedDeviation) = WindowStatisticsReference.Evaluate(values, shape);
        Agreement.Require(mean, expectedMean, Rounding);
        Agreement.Require(deviation, expectedDeviation, Rounding);
    }

    [Test]
    public void NaN_is_in_its_windows_only()
    {
        WindowShape shape = new(20, 20, 3, 1);
        double[] values = Numbers.Draw(1, 400);
        values[(7 * 20) + 9] = double.NaN;
        (float[] mean, float[] deviation) = Evaluate(shape, values);
        for (int index = 0; index < mean.Length; index++)
        {
            bool holds = index / 18 is >= 5 and <= 7 && index % 18 is >= 7 and <= 9;
            Assert.That(float.IsNaN(mean[index]), Is.EqualTo(holds), $"mean[{index}]");
            Assert.That(float.IsNaN(deviation[index]), Is.EqualTo(holds), $"deviation[{index}]");
        }
    }

    [Test]
    public void Constant_image_has_no_deviation_at_all()
    {
        (float[] mean, float[] deviation) = Evaluate(
            new WindowShape(12, 12, 5, 1), Enumerable.Repeat(0.1, 144).ToArray());
        Agreement.Require(mean, Enumerable.Repeat(0.1, 64).ToArray(), Rounding);
        Agreement.Require(deviation, new double[64], Rounding);
    }

    private (float[] Mean, float[] Deviation) Evaluate(WindowShape shape, double[] values)
    {
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        using Tensor image =
            Backend.Images(new ImageShape(1, 1, shape.Height, shape.Width), values, ImageLayout.Micrograph);
        using Tensor mean = Backend.ImagesOutput(windows, ImageLayout.Micrograph);
        using Tensor deviation = Backend.ImagesOutput(windows, ImageLayout.Micrograph);
        Backend.Maps.WindowStatistics(image, mean, deviation, shape);
        return (mean.Read(), deviation.Read());
    }
}
