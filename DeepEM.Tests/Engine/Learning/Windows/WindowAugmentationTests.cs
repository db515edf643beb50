using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Windows;

[TestFixture]
public sealed class WindowAugmentationTests
{
    private const int Side = 24;
    private const int Extent = 60;
    private static readonly SamplingSettings _none =
        SamplingSettings.Default with { FreeTurns = 0, Contrast = 0, Blur = 0, Noise = 0 };

    [Test]
    public void Without_any_share_the_window_is_only_turned_by_quarters()
    {
        float[] window = Cut(Noise(), _none, seed: 1);
        PreparedMicrograph image = Noise();
        float[][] turned = [.. Enumerable.Range(0, WindowCutter.Orientations).Select(o =>
        {
            float[] cut = new float[Side * Side];
            WindowCutter.Cut(image, new BinnedPosition(30, 30), o, Side, cut);
            return cut;
        })];

        Assert.That(turned, Has.Some.EqualTo(window));
    }

    [Test]
    public void Free_turns_show_a_round_particle_as_it_is_and_noise_in_other_pixels()
    {
        PreparedMicrograph blob = Image((x, y) => Math.Exp(-(Square(x - 29.5) + Square(y - 29.5)) / 50.0));
        SamplingSettings free = _none with { FreeTurns = 1 };
        float[] upright = new float[Side * Side];
        WindowCutter.Cut(blob, new BinnedPosition(29.5, 29.5), 0, Side, upright);
        float[] turned = new float[Side * Side];
        WindowAugmentation.Cut(blob, new BinnedPosition(29.5, 29.5), free, Side, new RandomSource(5), turned);

        Assert.That(turned, Is.EqualTo(upright).Within(0.06), "magnified by up to 6 per cent");
        Assert.That(Cut(Noise(), free, seed: 5), Is.Not.EqualTo(Cut(Noise(), free, seed: 6)));
    }

    [Test]
    public void Blur_takes_from_noise_and_leaves_the_mean()
    {
        double plain = Deviation(Cut(Noise(), _none, seed: 2));
        SamplingSettings blur = _none with { Blur = 0.2 };
        double[] blurred = [.. Enumerable.Range(0, 40).Select(s => Deviation(Cut(Noise(), blur, s)))];

        Assert.That(blurred.Min(), Is.LessThan(0.7 * plain));
        Assert.That(blurred.Max(), Is.LessThan(1.02 * plain));
        Assert.That(Cut(Image((_, _) => 3), blur, seed: 1), Is.All.EqualTo(3f).Within(1e-5));
    }

    [Test]
    public void Noise_is_added_up_to_its_deviation()
    {
        SamplingSettings noisy = _none with { Noise = 0.5 };
        double[] deviations =
            [.. Enumerable.Range(0, 60).Select(s => Deviation(Cut(Image((_, _) => 0), noisy, s)))];

        Assert.That(deviations.Max(), Is.InRange(0.4, 0.56));
        Assert.That(deviations.Average(), Is.InRange(0.2, 0.3));
    }

    private static float[] Cut(PreparedMicrograph image, SamplingSettings settings, long seed)
    {
        float[] window = new float[Side * Side];
        WindowAugmentation.Cut(image, new BinnedPosition(30, 30), settings, Side, new RandomSource(seed), window);
        return window;
    }

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => Square(v - mean)));
    }

    private static double Square(double x) => x * x;

    private static PreparedMicrograph Noise()
    {
        var random = new RandomSource(9);
        return Image((_, _) => random.NextGaussian());
    }

    private static PreparedMicrograph Image(Func<int, int, double> value)
    {
        float[] pixels = [.. Enumerable.Range(0, Extent * Extent).Select(i => (float)value(i % Extent, i / Extent))];
        return new PreparedMicrograph("m", pixels, Extent, Extent, 1, Extent, Extent);
    }
}
