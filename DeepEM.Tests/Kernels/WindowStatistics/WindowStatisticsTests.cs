using DeepEM.Kernels.Memory;
using DeepEM.Kernels.WindowStatistics;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.WindowStatistics;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class WindowStatisticsTests(string backendName) : BackendTests(backendName)
{
    // Σx² − (Σx)²/N cancels where a window's mean is far from 0; here it is at most one deviation away.
    private const double Tolerance = 1e-5;

    // Taller, wider; steps below, at and above the box; one window; more windows than one group of threads.
    private static readonly WindowShape[] _shapes =
    [
        new(23, 17, 5, 1),
        new(17, 23, 4, 3),
        new(19, 31, 3, 3),
        new(31, 19, 2, 5),
        new(6, 6, 6, 1),
        new(7, 9, 7, 4),
    ];

    [TestCaseSource(nameof(_shapes))]
    public void Mean_and_deviation_match_reference(WindowShape shape)
    {
        double[] image = Numbers.Draw(1, shape.Height * shape.Width);
        (float[] mean, float[] deviation) = Evaluate(image, shape);

        (double[] expectedMean, double[] expectedDeviation) = WindowStatisticsReference.Evaluate(image, shape);
        Agreement.Require(mean, expectedMean, Tolerance);
        Agreement.Require(deviation, expectedDeviation, Tolerance);
    }

    [Test]
    public void Constant_image_has_no_deviation()
    {
        WindowShape shape = new(8, 10, 3, 2);
        double[] image = Enumerable.Repeat(1.5, 80).ToArray();
        (float[] mean, float[] deviation) = Evaluate(image, shape);
        Agreement.Require(mean, Enumerable.Repeat(1.5, mean.Length).ToArray(), 1e-6);

        // √(rounding of the sums): √1e-7.
        Agreement.Require(deviation, new double[deviation.Length], 1e-3);
    }

    [Test]
    public void Hot_pixel_does_not_spoil_windows_that_do_not_hold_it()
    {
        WindowShape shape = new(16, 16, 4, 1);
        double[] image = Numbers.Draw(2, 256);
        image[(5 * 16) + 6] = 32768;
        (_, float[] deviation) = Evaluate(image, shape);
        (_, double[] expected) = WindowStatisticsReference.Evaluate(image, shape);
        for (int index = 0; index < expected.Length; index++)
        {
            double error = Math.Abs(deviation[index] - expected[index]);
            Assert.That(error <= Tolerance * Math.Max(1, expected[index]), Is.True, $"window {index}");
        }
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        WindowShape shape = _shapes[0];
        double[] image = Numbers.Draw(3, shape.Height * shape.Width);
        float[] Run()
        {
            (float[] mean, float[] deviation) = Evaluate(image, shape);
            return [.. mean, .. deviation];
        }

        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        WindowShape shape = new(9, 7, 3, 2);
        using Tensor image = Backend.AllocateImages(new ImageShape(1, 1, 9, 7), ImageLayout.Micrograph);
        using Tensor patches = Backend.AllocateImages(new ImageShape(1, 1, 9, 7), ImageLayout.Patches);
        using Tensor windows = Backend.AllocateImages(new ImageShape(1, 1, 4, 3), ImageLayout.Micrograph);

        void Rejects(Tensor i, Tensor m, Tensor d, WindowShape s) =>
            Assert.That(() => Backend.Maps.WindowStatistics(i, m, d, s), Throws.InstanceOf<ArgumentException>());

        Rejects(windows, windows, windows, shape);
        Rejects(patches, windows, windows, shape);
        Rejects(image, image, windows, shape);
        Rejects(image, windows, image, shape);
        Rejects(image, windows, windows, shape with { Box = 1 });
        Rejects(image, windows, windows, shape with { Box = 8 });
        Rejects(image, windows, windows, shape with { Step = 0 });
    }

    private (float[] Mean, float[] Deviation) Evaluate(double[] image, WindowShape shape)
    {
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        using Tensor imageTensor =
            Backend.Images(new ImageShape(1, 1, shape.Height, shape.Width), image, ImageLayout.Micrograph);
        using Tensor mean = Backend.ImagesOutput(windows, ImageLayout.Micrograph);
        using Tensor deviation = Backend.ImagesOutput(windows, ImageLayout.Micrograph);
        Backend.Maps.WindowStatistics(imageTensor, mean, deviation, shape);
        return (mean.Read(), deviation.Read());
    }
}
