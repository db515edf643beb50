using System.Diagnostics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

/// <summary>A dead or hot line of the detector goes, and nothing else is touched.</summary>
[Category(TestCategory.Smoke)]
public sealed class DamagedLinesTests
{
    private const int Height = 300;
    private const int Width = 420;

    [TestCase(-3)]
    [TestCase(3)]
    public void One_column_and_one_row_that_differ_are_replaced_by_the_mean_of_their_neighbours(float difference)
    {
        float[] clean = Noise();
        float[] damaged = [.. clean];
        for (int y = 0; y < Height; y++)
        {
            damaged[(y * Width) + 77] += difference;
        }

        for (int x = 0; x < Width; x++)
        {
            damaged[(200 * Width) + x] += difference;
        }

        Assert.That(DamagedLines.Mend(damaged, Height, Width), Is.EqualTo(2));

        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                if (y is > 198 and < 202 || x == 77)
                {
                    Assert.That(damaged[(y * Width) + x], Is.EqualTo(100).Within(6), $"{x}, {y}");
                }
                else
                {
                    Assert.That(damaged[(y * Width) + x], Is.EqualTo(clean[(y * Width) + x]));
                }
            }
        }
    }

    [Test]
    public void A_dead_column_of_one_value_is_mended()
    {
        float[] pixels = Noise();
        for (int y = 0; y < Height; y++)
        {
            pixels[(y * Width) + 5] = 0;
        }

        Assert.That(DamagedLines.Mend(pixels, Height, Width), Is.EqualTo(1));
        Assert.That(pixels, Has.All.GreaterThan(90));
    }

    [TestCase("nothing")]
    [TestCase("hot pixels")]
    [TestCase("half a column")]
    [TestCase("an edge")]
    [TestCase("a padded border")]
    [TestCase("stripes")]
    [TestCase("all the same")]
    public void What_is_no_damaged_line_is_left_alone(string what)
    {
        float[] pixels = Noise();
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                ref float pixel = ref pixels[(y * Width) + x];
                pixel = what switch
                {
                    "hot pixels" when x * y % 977 == 3 => 1e5f,
                    "half a column" when x == 99 && y < Height / 2 => 0,
                    "an edge" when x > 99 => pixel + 50,
                    "a padded border" when x < 12 || y > 280 => 0,
                    "stripes" when x % 20 == 7 => pixel + 50,
                    "all the same" => 1,
                    _ => pixel,
                };
            }
        }

        float[] before = [.. pixels];

        Assert.That(DamagedLines.Mend(pixels, Height, Width), Is.Zero);
        Assert.That(pixels, Is.EqualTo(before));
    }

    [TestCase("klh", 2.2, 350)]
    [TestCase("apoferritin", 2.0, 130)]
    [TestCase("betagal", 1.77, 190)]
    public void No_real_micrograph_is_changed(string set, double pixelSize, double angstrom)
    {
        int binning = BinningSteps.For(NetworkPresets.BinningFor(angstrom / pixelSize)).Blocks;
        using var backend = new SimdBackend(2);
        using var bands = new BandedBinning(backend);
        foreach (MicrographSource source in SmallData.Sources(SharedFolder.Require($"data/{set}/train")))
        {
            BinnedMicrograph binned = bands.Bin(MicrographReader.Read(source.Path), binning);
            (int height, int width) =
                ((binned.Height + binning - 1) / binning, (binned.Width + binning - 1) / binning);

            Assert.That(DamagedLines.Mend(binned.Pixels, height, width), Is.Zero, source.Name);
        }
    }

    [Test]
    public void Of_a_large_image_few_pixels_are_looked_at()
    {
        const int Side = 4096;
        float[] pixels = new float[Side * Side];
        var random = new Random(2);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = 100 + random.NextSingle();
        }

        for (int y = 0; y < Side; y++)
        {
            pixels[(y * Side) + 1234] = 0;
        }

        Assert.That(DamagedLines.Mend(pixels, Side, Side), Is.EqualTo(1));
        TimeSpan least = TimeSpan.MaxValue;
        for (int again = 0; again < 50; again++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.That(DamagedLines.Mend(pixels, Side, Side), Is.Zero);
            least = TimeSpan.FromTicks(Math.Min(least.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        TestContext.Out.WriteLine($"{least.TotalMilliseconds:F2} ms where nothing is damaged");
    }

    private static float[] Noise()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Height * Width).Select(_ => 100 + (2 * (random.NextSingle() - 0.5f)))];
    }
}
