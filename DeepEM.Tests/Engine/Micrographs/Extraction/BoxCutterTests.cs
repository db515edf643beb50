using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Extraction;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Extraction;

/// <summary>Boxes against a plain reference, and against numbers worked by hand.</summary>
public sealed class BoxCutterTests
{
    private const int Width = 90;
    private const int Height = 70;

    // Half a step of single precision, which results are rounded to once.
    private const double HalfStep = 6e-8;

    [Test]
    public void Boxes_at_all_borders_match_the_reference(
        [ValueSource(typeof(ExtractionCases), nameof(ExtractionCases.Names))] string name,
        [Values(0, 1e4)] double mean)
    {
        float[] pixels = Noise(mean, ramp: 0.3);
        BoxSettings settings = ExtractionCases.Settings(name);
        foreach ((double x, double y) in ExtractionCases.Picks(Width, Height))
        {
            double[] expected = PlainExtraction.Cut(pixels, Width, Height, x, y, settings)!;
            double largest = expected.Max(Math.Abs);

            float[] box = Cut(pixels, x, y, settings);

            Assert.That(
                Numbers.Doubles(box), Is.EqualTo(expected).Within((HalfStep * largest) + 1e-9), $"at ({x}, {y})");
        }
    }

    [TestCase(40.9, 30.9, 36, 26)]
    [TestCase(40, 30, 36, 26)]
    [TestCase(-0.9, 0.9, -4, -4)]
    [TestCase(-1.1, -4.5, -5, -8)]
    public void Coordinates_are_cut_off_towards_zero(double x, double y, long left, long top)
    {
        Assert.That(BoxWindow.Of(x, y, 8), Is.EqualTo(new BoxWindow(left, top, 8)));
    }

    [TestCase(-4, 10, false)]
    [TestCase(-3, 10, true)]
    [TestCase(93, 10, true)]
    [TestCase(94, 10, false)]
    [TestCase(10, -4, false)]
    [TestCase(10, 74, false)]
    [TestCase(10, 73, true)]
    public void A_box_without_a_pixel_on_the_micrograph_is_told_apart(double x, double y, bool touches)
    {
        Assert.That(BoxWindow.Of(x, y, 8).Touches(new MicrographSize(Width, Height)), Is.EqualTo(touches));
    }

    [Test]
    public void Outside_lies_the_nearest_pixel_and_the_centre_is_the_pixel_of_the_pick()
    {
        float[] pixels =
            [.. Enumerable.Range(0, Width * Height).Select(i => (float)((100 * (i / Width)) + (i % Width)))];
        BoxSettings settings = new(8) { Normalises = false, Inverts = false };

        Assert.That(Cut(pixels, 40.7, 30.2, settings)[(4 * 8) + 4], Is.EqualTo(3040));
        float[] corner = Cut(pixels, 0, 1, settings);
        Assert.That(corner[..8], Is.EqualTo(new float[] { 0, 0, 0, 0, 0, 1, 2, 3 }));
        Assert.That(corner[^8..], Is.EqualTo(new float[] { 400, 400, 400, 400, 400, 401, 402, 403 }));
        Assert.That(Cut(pixels, 89, 69, settings)[^1], Is.EqualTo(6989));
    }

    [Test]
    public void A_ramp_goes_and_the_background_gets_mean_0_and_deviation_1()
    {
        float[] pixels = Noise(1e4, ramp: 2);
        BoxSettings settings = new(40);

        float[] box = Cut(pixels, 45, 35, settings);

        double[] background = [.. box.Where((_, i) => Far(i, 40, 15)).Select(pixel => (double)pixel)];
        double mean = background.Average();
        Assert.That(mean, Is.Zero.Within(1e-7));
        Assert.That(Math.Sqrt(background.Average(pixel => pixel * pixel)), Is.EqualTo(1).Within(1e-6));
        Assert.That(
            box.Where((_, i) => Far(i, 40, 15) && i % 40 < 20).Average(),
            Is.Zero.Within(0.2), "no side is brighter than the other");
    }

    [Test]
    public void Pixels_on_the_circle_itself_are_no_background()
    {
        // One bright pixel at distance 3 of the centre of an even field: with R = 3 the background is flat.
        float[] pixels = new float[Width * Height];
        pixels[(30 * Width) + 43] = 1;
        BoxSettings on = new(8) { BackgroundRadius = 3, Inverts = false };
        BoxSettings beyond = on with { BackgroundRadius = 2 };

        Assert.That(IsNormal(pixels, 40, 30, on), Is.False);
        Assert.That(IsNormal(pixels, 40, 30, beyond), Is.True);
        Assert.That(Cut(pixels, 40, 30, on)[(4 * 8) + 7], Is.EqualTo(1), "not divided by a deviation of 0");
    }

    [Test]
    public void A_damaged_pixel_is_seen_within_the_box_and_not_beside_it()
    {
        float[] pixels = new float[Width * Height];
        pixels[(30 * Width) + 44] = float.NaN;
        MicrographSize size = new(Width, Height);

        Assert.That(BoxWindow.Of(40, 30, 8).IsSound(pixels, size), Is.True, "columns 36 to 43");
        Assert.That(BoxWindow.Of(41, 30, 8).IsSound(pixels, size), Is.False);
        Assert.That(BoxWindow.Of(48, 35, 8).IsSound(pixels, size), Is.True, "rows 31 to 38");
        Assert.That(BoxWindow.Of(48, 34, 8).IsSound(pixels, size), Is.False);
    }

    [Test]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.That(new BoxSettings(64) { ScaledSide = 31 }.WrittenSide, Is.EqualTo(32), "odd: the next even one");
        Assert.That(new BoxSettings(64) { ScaledSide = 31 }.PixelSizeOf(1.5), Is.EqualTo(3));
        Assert.That(new BoxSettings(100).Radius, Is.EqualTo(37));
        Assert.That(new BoxSettings(64) { BackgroundRadius = 32 }.RequireValid, Throws.Nothing);
        foreach (BoxSettings wrong in (BoxSettings[])
        [
            new(63), new(6), new(64) { ScaledSide = 65 }, new(64) { ScaledSide = 80 }, new(64) { ScaledSide = 4 },
            new(64) { BackgroundRadius = 33 }, new(64) { ScaledSide = 32, BackgroundRadius = 17 },
            new(64) { Normalises = false, BackgroundRadius = 10 }, new(64) { Normalises = false, RemovesRamp = false },
        ])
        {
            Assert.That(wrong.RequireValid, Throws.TypeOf<SettingsException>(), $"{wrong}");
        }
    }

    private static bool Far(int at, int side, int radius)
    {
        int x = (at % side) - (side / 2);
        int y = (at / side) - (side / 2);
        return (x * x) + (y * y) > radius * radius;
    }

    private static bool IsNormal(float[] pixels, double x, double y, BoxSettings settings) =>
        new BoxCutter(settings).Cut(
            pixels,
            new MicrographSize(Width, Height),
            BoxWindow.Of(x, y, settings.Side),
            new float[settings.WrittenSide * settings.WrittenSide]);

    private static float[] Cut(float[] pixels, double x, double y, BoxSettings settings)
    {
        float[] box = new float[settings.WrittenSide * settings.WrittenSide];
        Array.Fill(box, float.NaN);
        _ = new BoxCutter(settings).Cut(
            pixels, new MicrographSize(Width, Height), BoxWindow.Of(x, y, settings.Side), box);
        return box;
    }

    private static float[] Noise(double mean, double ramp)
    {
        RandomSource random = new(7);
        return
        [
            .. Enumerable.Range(0, Width * Height).Select(i => (float)(
                mean + (10 * random.NextGaussian()) + (ramp * (i % Width)) - (ramp / 3 * (i / Width)))),
        ];
    }
}
