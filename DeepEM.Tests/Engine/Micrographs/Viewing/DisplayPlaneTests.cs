using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Viewing;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Tests.Support;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Micrographs.Viewing;

/// <summary>What a page shows of a micrograph is the micrograph.</summary>
[TestFixture]
public sealed class DisplayPlaneTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(301, 207, 100, 4)]
    [TestCase(207, 301, 301, 1)]
    [TestCase(65, 640, 64, 10)]
    public void A_plane_is_the_mean_of_blocks_in_bytes(int height, int width, int mostSide, int bin)
    {
        float[] pixels = Noise(height * width);
        DisplayPlane plane = DisplayPlane.Read(Write(pixels, height, width), MicrographReading.Default, mostSide);
        double[] means = Means(pixels, height, width, bin);
        double[] sorted = [.. means.Order()];
        int cut = (int)(0.001 * (sorted.Length - 1));
        double range = sorted[^(1 + cut)] - sorted[cut];
        double low = sorted[cut] - (range / 4);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (plane.Width, plane.Height, plane.Bin, plane.PlaneWidth, plane.PlaneHeight),
                Is.EqualTo((width, height, bin, (width + bin - 1) / bin, (height + bin - 1) / bin)));
            Assert.That(plane.Low, Is.EqualTo(low).Within(1e-4 * range));
            Assert.That(plane.High, Is.EqualTo(low + (1.5 * range)).Within(1e-4 * range));
            Assert.That(
                plane.Pixels.Select(pixel => (double)pixel),
                Is.EqualTo(means.Select(mean => Math.Clamp((mean - low) / (1.5 * range) * 255, 0, 255))).Within(0.51));
        }
    }

    [Test]
    public void An_image_of_one_grey_is_mid_grey()
    {
        string path = Write([.. Enumerable.Repeat(7f, 50 * 40)], 50, 40);
        DisplayPlane plane = DisplayPlane.Read(path, MicrographReading.Default);

        Assert.That(plane.Pixels, Has.All.EqualTo(128));
        Assert.That((plane.Low, plane.High), Is.EqualTo((7f, 7f)));
    }

    [TestCase(RowOrder.AsRelion)]
    [TestCase(RowOrder.Reversed)]
    public void Rows_lie_as_in_the_pictures_of_picks(RowOrder rows)
    {
        const int side = 700;
        float[] pixels = [.. Enumerable.Range(0, side * side).Select(i => (float)((i / side * 3) + (i % side)))];
        string path = Write(pixels, side, side);
        MicrographReading reading = new() { Rows = rows };
        DisplayPlane plane = DisplayPlane.Read(path, reading, mostSide: side);
        using var picture = SKBitmap.Decode(MicrographPicture.Draw(
            MicrographReader.Read(path, reading), [], new() { ClippedFraction = 0, MaximumSide = side }));

        // Linear both; the plane's range is wider by a quarter on either side, less a thousandth of the ramp's ends.
        for (int i = 0; i < plane.Pixels.Length; i += 997)
        {
            double expected = 0.5 + ((picture.GetPixel(i % side, i / side).Red - 127.5) / 255 / 1.5);
            Assert.That(plane.Pixels[i] / 255.0, Is.EqualTo(expected).Within(0.03));
        }
    }

    [Test]
    public void Damaged_pixels_are_mended_whatever_the_reading_says()
    {
        float[] pixels = Noise(100 * 100);
        string path = Write(pixels, 100, 100);
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        File.WriteAllBytes(path, bytes);
        DisplayPlane plane = DisplayPlane.Read(path, new MicrographReading { KeepsDamage = true });

        Assert.That(float.IsFinite(plane.Low) && float.IsFinite(plane.High), Is.True);
        Assert.That(plane.Pixels[^1], Is.InRange(64, 192));
    }

    [Test]
    public void A_cancelled_reading_ends()
    {
        string path = Write(Noise(100), 10, 10);

        Assert.That(
            () => DisplayPlane.Read(path, MicrographReading.Default, token: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static double[] Means(float[] pixels, int height, int width, int bin)
    {
        int columns = (width + bin - 1) / bin;
        double[] sums = new double[(height + bin - 1) / bin * columns];
        int[] counts = new int[sums.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int block = (i / width / bin * columns) + (i % width / bin);
            sums[block] += pixels[i];
            counts[block]++;
        }

        return [.. sums.Select((sum, i) => sum / counts[i])];
    }

    private static float[] Noise(int count)
    {
        var random = new RandomSource(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(100 + (20 * random.NextGaussian())))];
    }

    private string Write(float[] pixels, int height, int width)
    {
        string path = _folder["m.mrc"];
        MrcWriter.Write(path, pixels, height, width, 1.5, SampleType.Floats);
        return path;
    }
}
