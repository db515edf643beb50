using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Fourier;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class NoiseSpectrumTests
{
    private const int Side = 512;
    private const double Reach = 52;

    [Test]
    public void Every_ring_of_coloured_noise_is_right_within_a_tenth_though_most_is_masked()
    {
        var transform = new FourierTransform(Side, Side, threads: 2);
        using var backend = new SimdBackend(2);
        var buffers = new DecoyBuffers(backend);
        bool[] isFree = Discs();
        Assert.That(isFree.Count(free => !free) / (double)isFree.Length, Is.InRange(0.57, 0.65));

        const int rings = 32;
        double[] sums = new double[rings];
        double[] truths = new double[rings];

        // A ring of one field has as little as a hundred independent values.
        for (int seed = 0; seed < 8; seed++)
        {
            Spectrum power = NoiseSpectrum.Power(
                NoiseSpectrum.Autocorrelation(Coloured(transform, seed), isFree, Side, Side, Reach, buffers),
                transform,
                buffers);
            for (int i = 0; i < power.Real.Length; i++)
            {
                double frequency = Frequency(power, i);
                int ring = (int)(frequency * 2 * rings);
                if (ring < rings)
                {
                    sums[ring] += power.Real[i];
                    truths[ring] += Truth(frequency);
                }
            }
        }

        for (int ring = 0; ring < rings; ring++)
        {
            Assert.That(sums[ring] / truths[ring], Is.EqualTo(1).Within(0.1), $"ring {ring}");
        }
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        float[] field = Coloured(new FourierTransform(Side, Side, threads: 1), seed: 3);
        bool[] isFree = Discs();
        Assert.That(Autocorrelation(threads: 3), Is.EqualTo(Autocorrelation(threads: 1)));

        double[] Autocorrelation(int threads)
        {
            using var backend = new SimdBackend(threads);
            return NoiseSpectrum.Autocorrelation(field, isFree, Side, Side, Reach, new DecoyBuffers(backend));
        }
    }

    private static double Truth(double frequency) => 0.3 + (2 / (1 + (frequency * frequency / (0.08 * 0.08))));

    private static double Frequency(Spectrum spectrum, int i)
    {
        double v = spectrum.RowFrequency(i / spectrum.Columns);
        double u = spectrum.ColumnFrequency(i % spectrum.Columns);
        return Math.Sqrt((u * u) + (v * v));
    }

    private static float[] Coloured(FourierTransform transform, int seed)
    {
        float[] field = WhiteNoise.Draw(Side, Side, new RandomSource(seed), new ParallelOptions());
        Spectrum spectrum = transform.Forward(field);
        for (int i = 0; i < spectrum.Real.Length; i++)
        {
            float factor = (float)Math.Sqrt(Truth(Frequency(spectrum, i)));
            spectrum.Real[i] *= factor;
            spectrum.Imaginary[i] *= factor;
        }

        transform.Inverse(spectrum, field);
        return field;
    }

    private static bool[] Discs()
    {
        bool[] isFree = [.. Enumerable.Repeat(true, Side * Side)];
        var random = new RandomSource(4);
        for (int n = 0; n < 190; n++)
        {
            (double y, double x) = (random.NextDouble(0, Side), random.NextDouble(0, Side));
            for (int i = 0; i < isFree.Length; i++)
            {
                (double dy, double dx) = ((i / Side) - y, (i % Side) - x);
                isFree[i] &= (dy * dy) + (dx * dx) > 20.5 * 20.5;
            }
        }

        return isFree;
    }
}
