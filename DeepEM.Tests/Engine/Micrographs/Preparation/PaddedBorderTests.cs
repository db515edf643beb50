using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
public sealed class PaddedBorderTests
{
    private const int Height = 301;
    private const int Width = 423;

    [Test]
    public void Noise_up_to_the_border_has_no_padding() =>
        Assert.That(PaddedBorder.Of(Noise()), Is.EqualTo(default(PaddedBorder)));

    [TestCase(20, 0, 0, 0)]
    [TestCase(0, 11, 0, 0)]
    [TestCase(0, 0, 30, 0)]
    [TestCase(0, 0, 0, 7)]
    [TestCase(12, 25, 33, 8)]
    public void Repeated_lines_are_measured_on_each_side(int top, int bottom, int left, int right)
    {
        Micrograph micrograph = Noise();
        Pad(micrograph, top, bottom, left, right);
        Assert.That(PaddedBorder.Of(micrograph), Is.EqualTo(new PaddedBorder(top, bottom, left, right)));
    }

    // Frames that drifted to different places end in different rows.
    [Test]
    public void A_few_other_rows_between_the_repeated_ones_belong_to_the_padding()
    {
        Micrograph micrograph = Noise();
        foreach ((int first, int end) in ((int, int)[])[(0, 13), (13, 17), (20, 30)])
        {
            for (int y = first; y < end; y++)
            {
                CopyRow(micrograph, end, y);
            }
        }

        Assert.That(PaddedBorder.Of(micrograph).Top, Is.EqualTo(30));
    }

    [Test]
    public void Equal_rows_in_the_middle_are_no_border()
    {
        Micrograph micrograph = Noise();
        for (int y = 30; y < 34; y++)
        {
            CopyRow(micrograph, 29, y);
        }

        Assert.That(PaddedBorder.Of(micrograph), Is.EqualTo(default(PaddedBorder)));
    }

    [TestCase(1, 1)]
    [TestCase(15, 400)]
    [TestCase(200, 200)]
    public void Flat_or_tiny_micrograph_has_no_padding(int height, int width) => Assert.That(
        PaddedBorder.Of(new Micrograph("flat.mrc", height, width, new float[height * width], null, [])),
        Is.EqualTo(default(PaddedBorder)));

    [Test]
    public void Distance_counts_from_the_nearest_padded_side_only()
    {
        var border = new PaddedBorder(Top: 10, Bottom: 0, Left: 0, Right: 20);
        Assert.That(border.Distance(200, 50, 300, 400), Is.EqualTo(40));
        Assert.That(border.Distance(5, 295, 300, 400), Is.EqualTo(285));
        Assert.That(border.Distance(389, 150, 300, 400), Is.EqualTo(-10));
        Assert.That(default(PaddedBorder).Distance(0, 0, 300, 400), Is.EqualTo(double.PositiveInfinity));
    }

    [TestCase("bgal_14_57_34_0.mrc")]
    [TestCase("bgal_15_07_41_0.mrc")]
    public void Beta_galactosidase_is_padded_on_all_sides(string name)
    {
        string folder = SharedFolder.Require("data/betagal/train");
        var border = PaddedBorder.Of(MicrographReader.Read(Path.Combine(folder, name)));
        Assert.That(
            (int[])[border.Top, border.Bottom, border.Left, border.Right], Has.All.InRange(40, 110), $"{border}");
    }

    internal static void Pad(Micrograph micrograph, int top, int bottom, int left, int right)
    {
        (int height, int width) = (micrograph.Height, micrograph.Width);
        for (int y = 0; y < height; y++)
        {
            Span<float> row = micrograph.Pixels.AsSpan(y * width, width);
            row[..left].Fill(row[left]);
            row[(width - right)..].Fill(row[width - right - 1]);
        }

        for (int y = 0; y < top; y++)
        {
            CopyRow(micrograph, top, y);
        }

        for (int y = height - bottom; y < height; y++)
        {
            CopyRow(micrograph, height - bottom - 1, y);
        }
    }

    private static void CopyRow(Micrograph micrograph, int from, int to) =>
        micrograph.Pixels.AsSpan(from * micrograph.Width, micrograph.Width)
            .CopyTo(micrograph.Pixels.AsSpan(to * micrograph.Width));

    private static Micrograph Noise()
    {
        var random = new RandomSource(8);
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(_ => (float)random.NextGaussian())];
        return new Micrograph("noise.mrc", Height, Width, pixels, null, []);
    }
}
