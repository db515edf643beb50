using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Tests.Support;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Reports.Pictures;

[TestFixture]
public sealed class MicrographPictureTests
{
    [TestCase(700, 900, 1600, 900, 700)]
    [TestCase(701, 1801, 900, 601, 234)]
    [TestCase(1400, 700, 700, 350, 700)]
    [TestCase(100, 200, 1600, 600, 300)]
    public void Size_follows_the_micrograph(int height, int width, int maximumSide, int pictureWidth, int pictureHeight)
    {
        using SKBitmap picture = Draw(Ramp(height, width), [], new() { MaximumSide = maximumSide });
        Assert.That((picture.Width, picture.Height), Is.EqualTo((pictureWidth, pictureHeight)));
    }

    [Test]
    public void Bright_is_bright_and_the_first_row_is_on_top()
    {
        using SKBitmap picture = Draw(Ramp(700, 700), [], new());
        Assert.Multiple(() =>
        {
            Assert.That(picture.GetPixel(350, 10).Red, Is.LessThan(30));
            Assert.That(picture.GetPixel(350, 350).Red, Is.EqualTo(128).Within(4));
            Assert.That(picture.GetPixel(350, 690).Red, Is.GreaterThan(225));
        });
    }

    [Test]
    public void A_single_hot_pixel_does_not_darken_the_rest()
    {
        Micrograph micrograph = Ramp(700, 700);
        micrograph.Pixels[0] = 1e9f;
        using SKBitmap picture = Draw(micrograph, [], new());
        Assert.That(picture.GetPixel(350, 350).Red, Is.EqualTo(128).Within(4));
    }

    [TestCase(1600, 1)]
    [TestCase(400, 2)]
    public void A_circle_lies_where_the_particle_is_in_the_original(int maximumSide, int block)
    {
        // Away from dashes and crosses: the colour at the right end of the circle, and grey within and beyond.
        var settings = new MicrographPictureSettings { MaximumSide = maximumSide, DiameterPixels = 100 };
        PictureMark[] marks = [new(new Particle(400.5, 300.5, 0), MarkKind.Found)];
        using SKBitmap picture = Draw(Flat(800, 800), marks, settings);
        int centreX = 401 / block;
        int centreY = 301 / block;
        SKColor rim = picture.GetPixel(451 / block, centreY);
        SKColor inside = picture.GetPixel(centreX, centreY);
        SKColor beyond = picture.GetPixel(480 / block, centreY);
        Assert.Multiple(() =>
        {
            Assert.That(rim.Green, Is.GreaterThan(rim.Red + 60));
            Assert.That(inside, Is.EqualTo(new SKColor(128, 128, 128)));
            Assert.That(beyond, Is.EqualTo(new SKColor(128, 128, 128)));
        });
    }

    [Test]
    public void Kinds_differ_in_colour()
    {
        MarkKind[] kinds = Enum.GetValues<MarkKind>();
        PictureMark[] marks =
            [.. kinds.Select((kind, i) => new PictureMark(new Particle(100 + (100 * i), 200, 1), kind))];
        using SKBitmap picture = Draw(Flat(800, 800), marks, new() { DiameterPixels = 60 });
        HashSet<SKColor> colours = [];
        for (int i = 0; i < kinds.Length; i++)
        {
            // The most colourful pixel of the circle's surroundings.
            int centre = 100 + (100 * i);
            IEnumerable<SKColor> near = Enumerable.Range(centre - 40, 80)
                .SelectMany(x => Enumerable.Range(160, 80).Select(y => picture.GetPixel(x, y)));
            colours.Add(near.MaxBy(static colour => Math.Max(colour.Red, Math.Max(colour.Green, colour.Blue))));
        }

        Assert.That(colours, Has.Count.EqualTo(kinds.Length));
    }

    [Test]
    public void Picks_go_from_blue_to_yellow_with_their_figure_of_merit()
    {
        PictureMark[] marks =
        [
            new(new Particle(199.5, 399.5, 0.2), MarkKind.Pick), new(new Particle(599.5, 399.5, 0.9), MarkKind.Pick),
        ];
        using SKBitmap picture = Draw(Flat(800, 800), marks, new() { DiameterPixels = 100 });
        SKColor low = picture.GetPixel(250, 400);
        SKColor high = picture.GetPixel(650, 400);
        Assert.Multiple(() =>
        {
            Assert.That(low.Blue, Is.GreaterThan(low.Red + 60));
            Assert.That(high.Red, Is.GreaterThan(high.Blue + 60));
        });
    }

    [Test]
    public void Caption_and_legend_are_written_below()
    {
        PictureMark[] marks = [new(new Particle(100, 100, 0), MarkKind.Missed)];
        using SKBitmap bare = Draw(Flat(800, 800), [], new() { DiameterPixels = 10 });
        using SKBitmap first = Draw(Flat(800, 800), marks, new() { DiameterPixels = 10, Caption = "one" });
        using SKBitmap second = Draw(Flat(800, 800), marks, new() { DiameterPixels = 10, Caption = "two" });
        Assert.Multiple(() =>
        {
            Assert.That(bare.Height, Is.EqualTo(800));
            Assert.That(first.Height, Is.InRange(840, 880));
            Assert.That(CountLight(first, 800), Is.GreaterThan(100));
            Assert.That(second.Bytes, Is.Not.EqualTo(first.Bytes));
        });
    }

    [Test]
    public void Rings_that_show_a_size_have_no_place_in_the_legend()
    {
        PictureMark[] marks = [new(new Particle(400, 400, 0), MarkKind.Size)];
        using SKBitmap bare = Draw(Flat(800, 800), marks, new() { DiameterPixels = 100 });
        using SKBitmap captioned = Draw(Flat(800, 800), marks, new() { DiameterPixels = 100, Caption = "one" });
        using SKBitmap without = Draw(Flat(800, 800), [], new() { DiameterPixels = 100, Caption = "one" });
        SKColor blue = new(0x3F, 0xB4, 0xFF);
        Assert.Multiple(() =>
        {
            Assert.That(bare.Height, Is.EqualTo(800));
            Assert.That(captioned.Pixels.Take(800 * 800), Has.Some.EqualTo(blue));
            Assert.That(
                captioned.Pixels.Skip(800 * 800).ToArray(), Is.EqualTo(without.Pixels.Skip(800 * 800).ToArray()));
        });
    }

    [Test]
    public void Masked_ground_is_tinted()
    {
        bool[] mask = new bool[700 * 700];
        Array.Fill(mask, true, 0, 350 * 700);
        using SKBitmap picture = Draw(Flat(700, 700), [], new() { Mask = mask });
        SKColor masked = picture.GetPixel(100, 100);
        SKColor free = picture.GetPixel(100, 400);
        Assert.Multiple(() =>
        {
            Assert.That(masked.Red, Is.GreaterThan(masked.Blue + 40));
            Assert.That(free.Red, Is.EqualTo(free.Blue));
        });
    }

    [Test]
    public void Mask_has_its_place_in_the_legend()
    {
        bool[] mask = new bool[700 * 700];
        mask.AsSpan(0, mask.Length / 4).Fill(true);
        using SKBitmap picture = Draw(Flat(700, 700), [], new() { Mask = mask });
        SKColor tint = picture.GetPixel(100, 100);
        Assert.That(picture.Height, Is.GreaterThan(720));
        Assert.That(picture.Pixels.Skip(700 * 700).Count(pixel => pixel == tint), Is.GreaterThan(50));
        Assert.That(CountLight(picture, 700), Is.GreaterThan(50));
    }

    [Test]
    public void Same_input_gives_the_same_bytes()
    {
        PictureMark[] marks = [new(new Particle(300, 200, 0.4), MarkKind.Pick)];
        var settings = new MicrographPictureSettings { DiameterPixels = 40, Caption = "x", PixelSizeAngstrom = 1.2 };
        byte[] first = MicrographPicture.Draw(Ramp(500, 600), marks, settings);
        Assert.That(MicrographPicture.Draw(Ramp(500, 600), marks, settings), Is.EqualTo(first));
    }

    [Test]
    public void Impossible_settings_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => Draw(Flat(64, 64), [], new() { Mask = new bool[3] }), Throws.ArgumentException);
        Assert.That(() => Draw(Flat(64, 64), [], new() { DiameterPixels = double.NaN }), Throws.ArgumentException);
        Assert.That(() => Draw(Flat(64, 64), [], new() { PixelSizeAngstrom = 0 }), Throws.ArgumentException);
        Assert.That(() => Draw(Flat(64, 64), [], new() { MaximumSide = 0 }), Throws.ArgumentException);
    });

    [Test]
    public void A_real_micrograph_is_drawn_with_its_labels()
    {
        string folder = SharedFolder.Require("data/apoferritin/train");
        Micrograph micrograph = MicrographReader.Read(Path.Combine(folder, "apo_May08_03_05_02.mrc"));
        MicrographPicks labels = PickReader.Read(Path.Combine(folder, "truth")).Find("apo_May08_03_05_02.mrc")!;
        PictureMark[] marks = [.. labels.Particles.Select(static label => new PictureMark(label, MarkKind.Size))];
        using SKBitmap picture = Draw(micrograph, marks, new() { DiameterPixels = 65, PixelSizeAngstrom = 2 });

        SKColor blue = new(0x3F, 0xB4, 0xFF);
        Assert.That(picture.Width, Is.EqualTo(micrograph.Width));
        Assert.That(picture.Pixels.Count(pixel => pixel == blue), Is.GreaterThan(50 * marks.Length));
    }

    private static SKBitmap Draw(
        Micrograph micrograph, IReadOnlyList<PictureMark> marks, MicrographPictureSettings settings) =>
        SKBitmap.Decode(MicrographPicture.Draw(micrograph, marks, settings));

    private static Micrograph Ramp(int height, int width) =>
        Image(height, width, [.. Enumerable.Range(0, height * width).Select(i => (float)(i / width))]);

    private static Micrograph Flat(int height, int width) =>
        Image(height, width, new float[height * width]);

    private static Micrograph Image(int height, int width, float[] pixels) =>
        new("drawn.mrc", height, width, pixels, null, []);

    private static int CountLight(SKBitmap picture, int firstRow) =>
        picture.Pixels.Skip(firstRow * picture.Width).Count(static pixel => pixel.Green > 180);
}
