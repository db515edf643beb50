using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class NoiseGrainTests
{
    private const int Side = 256;

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(25, true)]
    public void Ice_that_was_smoothed_is_told_from_ice_as_it_was_recorded(int width, bool isSmooth)
    {
        var random = new RandomSource(5);
        float[] noise = [.. Enumerable.Range(0, Side * Side).Select(_ => (float)random.NextGaussian())];
        float[] mean = new float[noise.Length];
        for (int i = 0; i + width <= noise.Length; i++)
        {
            mean[i] = noise.AsSpan(i, width).ToArray().Average();
        }

        using var backend = new SimdBackend(1);
        var region = DecoyRegion.Of(
            new PreparedMicrograph("grain", mean, Side, Side, 1, Side, Side), [], int.MaxValue,
            new DecoyBuffers(backend));
        double correlation = NoiseGrain.Correlation(region, diameter: 30, keptFrom: 0);
        Assert.That(correlation, Is.EqualTo(1 - (1.0 / width)).Within(0.02));
        Assert.That(correlation >= NoiseGrain.Smooth, Is.EqualTo(isSmooth));
    }
}
