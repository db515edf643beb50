using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
public sealed class BackgroundRemovalTests
{
    // Several blocks of rows; windows smaller and larger than a block and than the image.
    [TestCase(300, 41, 3)]
    [TestCase(290, 33, 150)]
    [TestCase(7, 200, 9)]
    [TestCase(1, 1, 1)]
    public void Every_pixel_is_less_the_mean_of_its_window(int height, int width, int radius)
    {
        float[] source = Noise(height * width);
        float[] result = [.. source];
        BackgroundRemoval.SubtractLocalMean(result, height, width, radius);
        for (int y = 0; y < height; y += 3)
        {
            for (int x = 0; x < width; x++)
            {
                Assert.That(
                    result[(y * width) + x],
                    Is.EqualTo(source[(y * width) + x] - Mean(source, height, width, radius, y, x)).Within(2e-5),
                    $"({y}, {x})");
            }
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Threads_change_no_bit(int threads)
    {
        float[] source = Noise(300 * 77);
        float[] expected = [.. source];
        BackgroundRemoval.SubtractLocalMean(expected, 300, 77, 20);
        float[] result = new float[source.Length];
        using var backend = new SimdBackend(threads);
        BackgroundRemoval.SubtractLocalMean(backend, source, result, (300, 77), 20);
        Assert.That(result, Is.EqualTo(expected));
    }

    private static double Mean(float[] pixels, int height, int width, int radius, int y, int x)
    {
        double sum = 0;
        int count = 0;
        for (int i = Math.Max(0, y - radius); i <= Math.Min(height - 1, y + radius); i++)
        {
            for (int j = Math.Max(0, x - radius); j <= Math.Min(width - 1, x + radius); j++)
            {
                sum += pixels[(i * width) + j];
                count++;
            }
        }

        return sum / count;
    }

    private static float[] Noise(int count)
    {
        var random = new RandomSource(11);
        return [.. Enumerable.Range(0, count).Select(i => (float)(100 + (i % 50) + random.NextGaussian()))];
    }
}
