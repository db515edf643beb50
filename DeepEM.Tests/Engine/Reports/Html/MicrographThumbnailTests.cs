using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Html;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Reports.Html;

[TestFixture]
public sealed class MicrographThumbnailTests
{
    // Rows and columns as prepared, binning; columns and rows of the thumbnail.
    [TestCase(1024, 1024, 4, 512, 512)]
    [TestCase(1364, 1920, 3, 512, 364)]
    [TestCase(300, 200, 2.5, 200, 300)]
    public void A_thumbnail_has_the_shape_of_the_micrograph_and_at_most_512_pixels(
        int rows, int columns, double binning, int width, int height)
    {
        using SKBitmap picture = Draw(Ramp(rows, columns, binning));

        Assert.That((picture.Width, picture.Height), Is.EqualTo((width, height)));
    }

    [Test]
    public void The_first_row_is_on_top_and_bright_is_bright()
    {
        using SKBitmap picture = Draw(Ramp(1024, 1024, 2));

        Assert.Multiple(() =>
        {
            Assert.That(picture.GetPixel(256, 10).Red, Is.LessThan(30));
            Assert.That(picture.GetPixel(256, 256).Red, Is.EqualTo(128).Within(5));
            Assert.That(picture.GetPixel(256, 500).Red, Is.GreaterThan(225));
        });
    }

    [Test]
    public void What_is_masked_is_red()
    {
        MicrographMask mask = new(
            2, 2, 1024, [MaskReason.None, MaskReason.Texture, MaskReason.None, MaskReason.None]);
        using SKBitmap picture = Draw(Ramp(1024, 1024, 2) with { Mask = mask });
        (SKColor left, SKColor right) = (picture.GetPixel(128, 128), picture.GetPixel(384, 128));

        Assert.Multiple(() =>
        {
            Assert.That(right.Red - right.Blue, Is.GreaterThan(50));
            Assert.That(Math.Abs(left.Red - left.Blue), Is.LessThan(10));
        });
    }

    private static SKBitmap Draw(PreparedMicrograph micrograph)
    {
        byte[] jpeg = MicrographThumbnail.Draw(micrograph);
        Assert.That(jpeg, Is.EqualTo(MicrographThumbnail.Draw(micrograph)), "the same bytes twice");
        Assert.That(jpeg.AsSpan(0, 2).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xD8 }));
        return SKBitmap.Decode(jpeg);
    }

    private static PreparedMicrograph Ramp(int rows, int columns, double binning) => new(
        "ramp",
        [.. Enumerable.Range(0, rows * columns).Select(i => (float)(i / columns))],
        rows,
        columns,
        binning,
        (int)(rows * binning),
        (int)(columns * binning));
}
