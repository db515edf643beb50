using DeepEM.Engine.Reports.Html;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Reports.Html;

[TestFixture]
public sealed class SpriteSheetTests
{
    private const int Side = 8;

    [Test]
    public void Images_share_a_grey_scale_and_have_one_of_their_own_too()
    {
        SpriteSheet sheet = SpriteSheet.Draw([Ramp(0, 1), Ramp(0, 0.1f)], Side, 0)!;
        using SKBitmap picture = SKBitmap.Decode(sheet.Png);

        Assert.Multiple(() =>
        {
            Assert.That((picture.Width, picture.Height), Is.EqualTo((sheet.Width, sheet.Height)));
            Assert.That(Brightest(picture, sheet.ViewBox(0, false)), Is.EqualTo(255));
            Assert.That(Brightest(picture, sheet.ViewBox(1, false)), Is.EqualTo(26).Within(2));
            Assert.That(Brightest(picture, sheet.ViewBox(1, true)), Is.EqualTo(255));
        });
    }

    [Test]
    public void Many_images_lie_in_rows_and_do_not_touch()
    {
        SpriteSheet sheet = SpriteSheet.Draw([.. Enumerable.Range(0, 21).Select(_ => Ramp(0, 1))], Side, 3)!;

        string[] boxes =
        [
            .. Enumerable.Range(0, 21).SelectMany(i => (string[])[sheet.ViewBox(i, false), sheet.ViewBox(i, true)]),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(boxes, Is.Unique);
            Assert.That(boxes[0], Is.EqualTo("1 1 8 8"));
            Assert.That(boxes[1], Is.EqualTo("11 1 8 8"));
            Assert.That(boxes[16], Is.EqualTo("1 11 8 8"));
        });
    }

    [Test]
    public void What_lies_outside_of_the_mask_does_not_set_the_scale()
    {
        float[] image = Ramp(0, 1);
        image[0] = 1000;
        SpriteSheet sheet = SpriteSheet.Draw([image], Side, 3)!;
        using SKBitmap picture = SKBitmap.Decode(sheet.Png);

        Assert.That(picture.GetPixel(1 + 4, 1 + 5).Red, Is.GreaterThan(100));
    }

    [Test]
    public void No_images_have_no_sheet_and_wrong_ones_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(SpriteSheet.Draw([], Side, 0), Is.Null);
        Assert.That(() => SpriteSheet.Draw([new float[3]], Side, 0), Throws.ArgumentException);
    });

    private static float[] Ramp(float low, float high) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => low + ((high - low) * i / ((Side * Side) - 1)))];

    private static int Brightest(SKBitmap picture, string viewBox)
    {
        int[] box = [.. viewBox.Split(' ').Select(int.Parse)];
        return Enumerable.Range(0, box[2] * box[3])
            .Max(i => picture.GetPixel(box[0] + (i % box[2]), box[1] + (i / box[2])).Red);
    }
}
