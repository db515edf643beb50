using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class DetectorFaultsTests
{
    private const int Width = 96;
    private const int Height = 64;

    [Test]
    public void Dead_and_hot_lines_are_one_pixel_wide_and_far_out()
    {
        float[] clean = Noise();
        float[] image = Noise();
        DetectorFaults.AddLines(image, Width, mean: 3, new RandomSource(2));

        int[] columns = [.. Enumerable.Range(0, Width)
            .Where(x => Enumerable.Range(0, Height).Count(y => IsSet(x, y)) > Height / 2)];
        int[] rows = [.. Enumerable.Range(0, Height)
            .Where(y => Enumerable.Range(0, Width).Count(x => IsSet(x, y)) > Width / 2)];
        Assert.That(columns.Length + rows.Length, Is.InRange(1, 7));
        for (int i = 0; i < image.Length; i++)
        {
            bool onLine = columns.Contains(i % Width) || rows.Contains(i / Width);
            Assert.That(Math.Abs(image[i]), onLine ? Is.InRange(2.8, 10.5) : Is.EqualTo(Math.Abs(clean[i])));
        }

        bool IsSet(int x, int y) => image[(y * Width) + x] != clean[(y * Width) + x];
    }

    [Test]
    public void Lines_are_as_many_on_the_mean_as_asked_and_none_for_zero()
    {
        int changed = Enumerable.Range(0, 400).Sum(seed => Lines(0.7, seed));
        Assert.That(changed / 400.0, Is.EqualTo(0.7).Within(0.1));
        Assert.That(Enumerable.Range(0, 50).Sum(seed => Lines(0, seed)), Is.Zero);

        static int Lines(double mean, int seed)
        {
            float[] image = Noise();
            float[] clean = Noise();
            DetectorFaults.AddLines(image, Width, mean, new RandomSource(seed));
            int columns = Enumerable.Range(0, Width).Count(x => IsWholeColumn(image, clean, x));
            return columns + Enumerable.Range(0, Height).Count(y => IsWholeRow(image, clean, y));
        }
    }

    [TestCase(2)]
    [TestCase(16)]
    [TestCase(256)]
    public void A_copy_has_no_more_grey_levels_than_asked(int levels)
    {
        float[] image = Noise();
        image[0] = 1000;
        float[] clean = [.. image];
        DetectorFaults.Quantise(image, levels);

        Assert.That(image.Distinct().Count(), Is.InRange(2, levels));
        Assert.That(image[0], Is.EqualTo(image.Max()));
        Assert.That(image.Max(), Is.LessThan(clean.Max() / 2));
    }

    [Test]
    public void Many_levels_change_no_pixel_by_more_than_half_a_level()
    {
        float[] image = Noise();
        float[] clean = Noise();
        DetectorFaults.Quantise(image, 256);
        double level = 8.0 / 255;
        Assert.That(image.Zip(clean, (a, b) => Math.Abs(a - b)).Max(), Is.InRange(0.4 * level, 0.53 * level));
    }

    [Test]
    public void An_image_of_one_grey_stays_as_it_is()
    {
        float[] image = [7, 7, 7, 7];
        DetectorFaults.Quantise(image, 16);
        Assert.That(image, Is.All.EqualTo(7));
    }

    private static bool IsWholeColumn(float[] image, float[] clean, int x) =>
        Enumerable.Range(0, Height).All(y => image[(y * Width) + x] != clean[(y * Width) + x]);

    private static bool IsWholeRow(float[] image, float[] clean, int y) =>
        Enumerable.Range(0, Width).All(x => image[(y * Width) + x] != clean[(y * Width) + x]);

    // Standard deviation 1, mean 0, none beyond 3.
    private static float[] Noise()
    {
        var random = new RandomSource(1);
        float[] image = new float[Width * Height];
        foreach (ref float value in image.AsSpan())
        {
            value = (float)Math.Clamp(random.NextGaussian(), -2.5, 2.5);
        }

        return image;
    }
}
