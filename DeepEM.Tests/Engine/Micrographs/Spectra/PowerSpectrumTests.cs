using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Spectra;

[TestFixture]
public sealed class PowerSpectrumTests
{
    [Test]
    public void White_noise_of_any_scale_has_a_power_of_one()
    {
        var random = new RandomSource(3);
        float[] image = [.. Enumerable.Range(0, 256 * 320).Select(_ => (float)(700 + (25 * random.NextGaussian())))];
        using SimdBackend backend = new(threads: 2);
        using PowerSpectrum spectrum = new(backend, 64);

        spectrum.Add(image, 256, 320);

        // The window takes from the lowest frequency what the mean of the tile takes away.
        double[] power = [.. spectrum.Power.Skip(2)];
        Assert.That(power.Average(), Is.EqualTo(1).Within(0.03));
        Assert.That(power, Is.All.InRange(0.7, 1.3));
        Assert.That(spectrum.Frequencies, Is.EqualTo(Enumerable.Range(1, 32).Select(i => i / 64.0)));
    }

    [TestCase(1, 0)]
    [TestCase(0, 1)]
    public void A_wave_has_its_power_at_its_frequency(int alongX, int alongY)
    {
        const int Side = 128;
        const double Frequency = 10.0 / 64;
        float[] image = [.. Enumerable.Range(0, Side * Side).Select(i =>
            (float)Math.Sin(2 * Math.PI * Frequency * ((alongX * (i % Side)) + (alongY * (i / Side)))))];
        using SimdBackend backend = new(threads: 1);
        using PowerSpectrum spectrum = new(backend, 64);

        spectrum.Add(image, Side, Side);

        double[] power = [.. spectrum.Power];
        Assert.That(Array.IndexOf(power, power.Max()), Is.EqualTo(9));
        Assert.That(power[4], Is.LessThan(1e-4 * power[9]));
    }

    [Test]
    public void Threads_do_not_change_a_bit()
    {
        var random = new RandomSource(4);
        float[] image = [.. Enumerable.Range(0, 200 * 300).Select(_ => (float)random.NextGaussian())];

        double[] PowerOf(int threads)
        {
            using SimdBackend backend = new(threads);
            using PowerSpectrum spectrum = new(backend, 64);
            spectrum.Add(image, 200, 300);
            return [.. spectrum.Power];
        }

        Assert.That(PowerOf(3), Is.EqualTo(PowerOf(1)));
    }
}
