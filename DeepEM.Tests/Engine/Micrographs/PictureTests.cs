using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Micrographs;

/// <summary>Micrographs in PNG and JPEG.</summary>
[Category(TestCategory.Smoke)]
public sealed class PictureTests
{
    private const int Count = MrcBytes.Nx * MrcBytes.Ny;

    // 16 x 8 grey pixels of noise in six scans, made with BitMiracle.LibJpeg.NET.
    private const string Progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQ"
        + "ERMUFRUVDA8XGBYUGBIUFRT/wgALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAgT/2gAIAQEAAAABE/8A/8QAFxAA"
        + "AwEAAAAAAAAAAAAAAAAAAAETAv/aAAgBAQABBQKdDCP/xAAaEAACAgMAAAAAAAAAAAAAAAABEQAxAmGR/9oACAEBAAY/AsSj"
        + "ytVDbDn/xAAcEAEAAQQDAAAAAAAAAAAAAAABEQAhMUFRweH/2gAIAQEAAT8hUpV25S5NhUAozgM6i9+/P//aAAgBAQAAABB/"
        + "/8QAGhABAQACAwAAAAAAAAAAAAAAAREAITFBUf/aAAgBAQABPxBtr0G2INBCQYvNQaFGhGkwLZSU8Kh05//Z";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(8)]
    [TestCase(16)]
    public void A_grey_PNG_keeps_all_its_bits_through_every_filter(int depth)
    {
        int[] levels = PngBytes.Levels(depth);
        Micrograph read = Read(new PngBytes { Depth = depth }.With(levels));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.Height, read.Width), Is.EqualTo((MrcBytes.Ny, MrcBytes.Nx)));
            Assert.That(read.Pixels, Is.EqualTo(levels.Select(level => (float)level)));
            Assert.That(read.PixelSizeAngstrom, Is.Null);
            Assert.That(read.Warnings, Is.Empty);
        }
    }

    [Test]
    public void Pixels_in_many_chunks_are_read_as_one() => Assert.That(
        Read(new PngBytes { PixelChunk = 100, Extra = "tEXt" }.With(PngBytes.Levels(8))).Pixels,
        Is.EqualTo(PngBytes.Levels(8).Select(level => (float)level)));

    [TestCase(1, 0b1011_0010, 1, 0)]
    [TestCase(2, 0b1011_0010, 2, 3)]
    [TestCase(4, 0b1011_0010, 11, 2)]
    public void Levels_of_less_than_a_byte_begin_at_its_high_end(int depth, int value, int first, int second)
    {
        PngBytes file = new() { Width = 2, Height = 1, Depth = depth };
        Assert.That(Read(file.WithRaw([0, (byte)value])).Pixels, Is.EqualTo((float[])[first, second]));
    }

    [Test]
    public void Colours_become_grey_with_a_warning([Values(2, 6)] int colour, [Values(8, 16)] int depth)
    {
        int samples = colour == 2 ? 3 : 4;
        int[] values = [.. Enumerable.Range(0, 2 * 3 * samples).Select(i => i * (depth == 8 ? 9 : 2500))];
        Micrograph read = Read(new PngBytes { Width = 3, Height = 2, Colour = colour, Depth = depth }.With(values));
        float[] expected =
        [
            .. values.Chunk(samples).Select(p => (float)((0.299 * p[0]) + (0.587 * p[1]) + (0.114 * p[2]))),
        ];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Pixels, Is.EqualTo(expected).Within(1e-5).Percent);
            Assert.That(read.Warnings.Texts(), Has.One.Contains("colour picture, converted to grey"));
            Assert.That(read.Warnings, Has.Count.EqualTo(colour == 6 ? 2 : 1));
        }
    }

    [Test]
    public void Transparency_is_ignored_with_a_warning()
    {
        Micrograph read = Read(new PngBytes { Width = 2, Height = 1, Colour = 4 }.With([7, 0, 9, 255]));
        Assert.That(read.Pixels, Is.EqualTo((float[])[7, 9]));
        Assert.That(read.Warnings.Texts(), Has.One.Contains("transparency is ignored"));
    }

    [Test]
    public void A_grey_palette_gives_its_levels_and_a_coloured_one_a_warning()
    {
        PngBytes grey = new() { Width = 3, Height = 1, Colour = 3, Palette = [5, 5, 5, 80, 80, 80, 255, 255, 255] };
        PngBytes red = new() { Width = 1, Height = 1, Colour = 3, Palette = [200, 0, 0] };

        Assert.That(Read(grey.With([2, 0, 1])).Pixels, Is.EqualTo((float[])[255, 5, 80]));
        Assert.That(Read(grey.With([2, 0, 1])).Warnings, Is.Empty);
        Assert.That(Read(red.With([0])).Warnings.Texts(), Has.One.Contains("colour picture"));
        Refused(red.With([1]), "has a colour that its palette does not have");
    }

    [TestCase(1, 1)]
    [TestCase(3, 3)]
    [TestCase(5, 2)]
    [TestCase(13, 9)]
    public void An_interlaced_PNG_is_put_together(int width, int height)
    {
        int[] levels = [.. Enumerable.Range(0, width * height).Select(i => i * 31 % 256)];
        (int Y, int X, int StepY, int StepX)[] passes =
            [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];
        List<byte> raw = [];
        foreach ((int top, int left, int stepY, int stepX) in passes)
        {
            for (int y = top; y < height && left < width; y += stepY)
            {
                raw.Add(0);
                for (int x = left; x < width; x += stepX)
                {
                    raw.Add((byte)levels[(y * width) + x]);
                }
            }
        }

        PngBytes file = new() { Width = width, Height = height, Interlacing = 1 };
        Assert.That(Read(file.WithRaw([.. raw])).Pixels, Is.EqualTo(levels.Select(level => (float)level)));
    }

    [Test]
    public void A_PNG_of_another_program_is_read_as_that_program_reads_it()
    {
        using SKBitmap bitmap = Bitmap();
        byte[] file = bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();

        Assert.That(Read(file).Pixels, Is.EqualTo(bitmap.Bytes.Select(value => (float)value)));
    }

    [Test]
    public void A_truncated_or_damaged_PNG_is_refused()
    {
        byte[] good = new PngBytes().With(PngBytes.Levels(8));
        byte[] flipped = [.. good];
        flipped[^14] ^= 1;
        byte[] header = [.. good];
        header[20] ^= 1;

        Refused([], "the first eight bytes are not those of a PNG", "x.png");
        Refused(good[..6], "the first eight bytes are not those of a PNG");
        Refused(good[..8], "ends after the signature");
        Refused(good[..(good.Length / 2)], "it is truncated");
        Refused(good[..^12], "expected chunk IEND: it is truncated");
        Refused(flipped, "the check sum of chunk IDAT");
        Refused(header, "the check sum of chunk IHDR");
        Refused(new PngBytes().WithRaw(new byte[1000]), "row 10 of 64 cannot be unpacked: the pixels end there");
        Refused(new PngBytes().WithPacked([1, 2, 3]), "row 0 of 64 cannot be unpacked: the pixels are damaged");
        Refused(new PngBytes().WithRaw([9, .. new byte[10000]]), "row 0 has filter 9");
        Refused(new PngBytes { Extra = "ABCD" }.With(PngBytes.Levels(8)), "chunk ABCD is needed to read it");
        Refused(new PngBytes { Depth = 3 }.WithRaw([0]), "colour type 0 with 3 bits");
        Refused(new PngBytes { Interlacing = 2 }.WithRaw([0]), "interlacing 2");
        Refused(new PngBytes { Width = 0 }.WithRaw([0]), "0 x 64 pixels");
    }

    [TestCase(40000, 40000)]
    [TestCase(int.MaxValue, 1)]
    [TestCase(int.MaxValue, int.MaxValue)]
    public void A_huge_claim_of_a_PNG_is_refused_before_allocating(int width, int height)
    {
        string path = _folder.Write("bad.png", new PngBytes { Width = width, Height = height }.WithRaw(new byte[99]));
        Assert.That(() => MicrographReader.Read(path), Throws.InstanceOf<InvalidFileException>());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => MicrographReader.Read(path), Throws.InstanceOf<InvalidFileException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 18));
    }

    [Test]
    public void A_bomb_in_a_PNG_is_bounded_by_what_the_header_claims()
    {
        string path = _folder.Write("bomb.png", new PngBytes().WithRaw(new byte[30 << 20]));
        MicrographReader.Read(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MicrographReader.Read(path);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 18));
    }

    [Test]
    public void A_grey_JPEG_is_read_row_by_row_from_its_first()
    {
        using SKBitmap bitmap = Bitmap();
        Micrograph read = Read(bitmap.Encode(SKEncodedImageFormat.Jpeg, 100).ToArray(), "m.jpg");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.Height, read.Width), Is.EqualTo((MrcBytes.Ny, MrcBytes.Nx)));
            Assert.That(read.Pixels, Is.EqualTo(bitmap.Bytes.Select(value => (float)value)).Within(3));
            Assert.That(read.PixelSizeAngstrom, Is.Null);
        }
    }

    [Test]
    public void A_colour_JPEG_becomes_grey_with_a_warning()
    {
        using SKBitmap bitmap = new(32, 16, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor(200, 100, 50));
        Micrograph read = Read(bitmap.Encode(SKEncodedImageFormat.Jpeg, 100).ToArray(), "m.jpg");

        Assert.That(read.Warnings.Texts(), Has.Some.Contains("colour picture"));
        Assert.That(read.Pixels, Is.All.EqualTo((0.299f * 200) + (0.587f * 100) + (0.114f * 50)).Within(2));
    }

    [Test]
    public void A_truncated_or_damaged_JPEG_is_refused()
    {
        using SKBitmap bitmap = Bitmap();
        byte[] good = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100).ToArray();
        int frame = good.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);

        Refused([], "not a JPEG file", "x.jpg");
        Refused(good[..3], "has no frame header: it is truncated or damaged");
        Refused(good[..(frame + 3)], "has no frame header");
        Refused(good[..(good.Length / 2)], "its pixels end too early: it is truncated");
        Refused(Changed(good, frame + 1, 0xC3), "is a JPEG of process 3, expected baseline or progressive");
        Refused(Changed(good, frame + 1, 0xC9), "is a JPEG of process 9");
        Refused(Changed(good, frame + 4, 12), "has 12 bits, expected 8");
        Refused(Changed(good, frame + 9, 4), "has 4 components, expected 1 (grey) or 3 (colour)");
        Refused(Changed(Changed(good, frame + 5, 0), frame + 6, 0), "has 96 x 0 pixels");
        byte[] huge = good;
        foreach (int place in (int[])[5, 6, 7, 8])
        {
            huge = Changed(huge, frame + place, 0xFF);
        }

        Refused(huge, "more than can be read");
        Refused(Changed(Changed(good, frame + 5, 0xFF), frame + 7, 0x10), "which the");
        byte[] scans = [.. good, .. Enumerable.Repeat((byte[])[0xFF, 0xDA], 200).SelectMany(marker => marker)];
        Refused(scans, "expected at most 100");
    }

    [Test]
    public void A_picture_has_one_image() => Assert.That(
        () => MicrographReader.Read(
            _folder.Write("m.png", new PngBytes().With(PngBytes.Levels(8))), new MicrographReading { Slice = 1 }),
        Throws.InstanceOf<InvalidFileException>().With.Message.Contains("has no slice 1"));

    [Test]
    public void A_progressive_JPEG_is_read_as_a_whole_and_refused_where_it_ends_too_early()
    {
        byte[] good = Convert.FromBase64String(Progressive);

        Assert.That(Read(good, "m.jpg").Pixels, Has.Length.EqualTo(16 * 8).And.All.InRange(80, 170));
        foreach (int cut in (int[])[1, 2, 10, 40])
        {
            Refused(good[..^cut], "cannot be decoded as a JPEG: it is truncated or damaged");
        }
    }

    private static byte[] Changed(byte[] bytes, int place, byte value)
    {
        byte[] changed = [.. bytes];
        changed[place] = value;
        return changed;
    }

    private static SKBitmap Bitmap()
    {
        SKBitmap bitmap = new(MrcBytes.Nx, MrcBytes.Ny, SKColorType.Gray8, SKAlphaType.Opaque);
        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < Count; i++)
        {
            // Smooth, for JPEG, and different in every direction.
            pixels[i] = (byte)(20 + (i % MrcBytes.Nx * 2) + (i / MrcBytes.Nx / 3));
        }

        return bitmap;
    }

    private Micrograph Read(byte[] content, string name = "m.png") =>
        MicrographReader.Read(_folder.Write(name, content));

    private void Refused(byte[] content, string expected, string name = "bad.bin")
    {
        string path = _folder.Write(name, content);
        InvalidFileException error = Assert.Throws<InvalidFileException>(() => MicrographReader.Read(path))!;
        Assert.That(error.Message, Does.StartWith(path).And.Contains(expected).And.Not.Contain("\n"));
    }
}
