using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Cases 52 to 57: TIFF files.</summary>
public sealed class TiffCases : MicrographCases
{
    private static readonly byte[] _good = new TiffBytes().WithImage();

    [Test]
    public void Case_052_a_TIFF_without_a_directory_is_refused()
    {
        Refused(new TiffBytes { Version = 41 }.WithImage(), "TIFF version 41, expected 42, or 43 for BigTIFF");
        Refused(
            new TiffBytes { FirstDirectory = 1_000_000_000 }.WithImage(),
            "directory 0 is at byte 1000000000, beyond the end of the file");
        Refused(new TiffBytes { FirstDirectory = 0 }.WithImage(), "its first directory is at byte 0");
        Refused([.. "II*\0"u8], "4 bytes, a TIFF header needs 8");
        Refused([], "0 bytes, a TIFF header needs 8");
        Refused(
            new TiffBytes { IsBig = true, FirstDirectory = long.MinValue }.WithImage(),
            "directory 0 is at byte 9223372036854775808, beyond");
        Refused(new TiffBytes().WithImage()[..10], "beyond the end of the file at 10");
    }

    [Test]
    public void Case_053_strips_longer_or_shorter_than_the_image_are_refused()
    {
        Refused(
            new TiffBytes { ClaimedBytes = 1_000_000_000 }.WithImage(),
            "strip 0 has 1000000000 bytes at byte 8, beyond the end of the file");
        Refused(
            new TiffBytes { ClaimedBytes = 100 }.WithImage(),
            "strip 0 has 100 bytes, expected 24576 for its 64 rows");
        Refused(
            new TiffBytes { ClaimedBytes = 24577 }.WithImage(),
            "strip 0 has 24577 bytes, expected 24576 for its 64 rows");
        Refused(
            new TiffBytes { RowsPerStrip = 8, Tags = new Dictionary<int, long> { [278] = 4 } }.WithImage(),
            "tag 273 (StripOffsets) has 8 values, expected 16");
        Refused(_good[..1000], "beyond the end of the file at 1000");
        Refused(_good[..^3], "beyond the end of the file");
    }

    [Test]
    public void Case_053_packed_strips_that_end_too_early_are_refused([ValueSource(nameof(_packed))] int compression)
    {
        TiffBytes file = new()
        {
            Compression = compression,
            Pack = block => Pack(compression, block[..(block.Length / 2)]),
        };

        // Of PackBits the library tells the strip, not the row.
        string place = compression == 32773 ? "rows 0 to 63" : "row 32";
        Refused(file.WithImage(), $"in {place}: the packed pixels end there");
    }

    [TestCase(0L, 64L)]
    [TestCase(96L, 0L)]
    public void Case_054_no_columns_or_rows_are_refused(long width, long height) => Refused(
        new TiffBytes { Tags = Sized(width, height) }.WithImage(), "is 0, expected 1 to 2147483647");

    [TestCase(0x7FFFFFFFL, 0x7FFFFFFFL, 1, "pixels, expected at most")]
    [TestCase(0xFFFFFFFFL, 1L, 1, "tag 256 (ImageWidth) is 4294967295")]
    [TestCase(30000L, 30000L, 8, "which the")]
    [TestCase(30000L, 30000L, 5, "which the")]
    [TestCase(30000L, 30000L, 1, "expected 3600000000 for its 30000 rows")]
    public void Case_054_a_huge_claim_is_refused_before_allocating(
        long width, long height, int compression, string expected)
    {
        var tags = new Dictionary<int, long>(Sized(width, height)) { [278] = height };
        byte[] file = new TiffBytes { Tags = tags, Compression = compression }.WithImage();
        string[] options = ["--pixel-size", "1.5"];
        AssertRefused(Folder.Write("bad.tif", file), expected, options);
        AssertRefusedWithoutMemory(file, expected.Split(',')[0], "bad.tif");
    }

    [Test]
    [CancelAfter(20000)]
    public void Case_055_a_circle_of_directories_is_refused()
    {
        Refused(new TiffBytes { IsCircular = true }.WithImage(), "its directories form a circle: after directory 0");
        TiffBytes pages = new() { IsCircular = true };
        Refused(pages.With(pages.Floats(), pages.Floats(1), pages.Floats(2)), "after directory 2");
    }

    [TestCase(9999, "tag 259 (Compression) is 9999, expected none (1), LZW (5), deflate (8 or 32946) or PackBits")]
    [TestCase(7, "tag 259 (Compression) is 7 (JPEG), expected")]
    [TestCase(50000, "tag 259 (Compression) is 50000 (zstd), expected")]
    [TestCase(65001, "EER, a movie: motion-correct it first")]
    public void Case_056_an_unknown_compression_is_named(int compression, string expected) =>
        Refused(new TiffBytes { Compression = compression }.WithImage(), expected);

    [TestCase(3, 1, "BitsPerSample) is 3 with tag 339 (SampleFormat) 1, expected 8, 16 or 32 bits")]
    [TestCase(16, 3, "BitsPerSample) is 16 with tag 339 (SampleFormat) 3, expected 8, 16 or 32 bits")]
    [TestCase(64, 3, "BitsPerSample) is 64")]
    [TestCase(32, 6, "SampleFormat) 6")]
    public void Case_056_bits_that_cannot_be_read_are_named(int bits, int format, string expected)
    {
        TiffBytes file = new() { Tags = new Dictionary<int, long> { [258] = bits, [339] = format } };
        Refused(file.WithImage(), expected);
    }

    [TestCase(277, 3, "tag 277 (SamplesPerPixel) is 3, expected 1: a grey image")]
    [TestCase(262, 2, "tag 262 (PhotometricInterpretation) is 2, expected 0 or 1: a grey image")]
    [TestCase(262, 3, "tag 262 (PhotometricInterpretation) is 3")]
    public void Case_056_colours_are_refused(int tag, int value, string expected) =>
        Refused(new TiffBytes { Tags = new Dictionary<int, long> { [tag] = value } }.WithImage(), expected);

    [TestCase(256, "tag 256 (ImageWidth) is missing")]
    [TestCase(273, "tag 273 (StripOffsets) is missing")]
    [TestCase(279, "tag 279 (StripByteCounts) is missing")]
    public void Case_056_a_missing_tag_is_named(int tag, string expected) =>
        Refused(new TiffBytes { Missing = [tag] }.WithImage(), expected);

    [Test]
    [CancelAfter(20000)]
    public void Case_056_a_bomb_is_bounded_by_what_the_header_claims([ValueSource(nameof(_packed))] int compression)
    {
        byte[] much = new byte[8 << 20];
        byte[] bomb = new TiffBytes { Compression = compression, Pack = _ => Pack(compression, much) }.WithImage();
        Folder.Write("bomb.tif", bomb);
        MicrographReader.Read(Folder["bomb.tif"]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Micrograph read = MicrographReader.Read(Folder["bomb.tif"]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(read.Pixels, Has.Length.EqualTo(6144).And.All.Zero);
        Assert.That(allocated, Is.LessThan(1 << 18));
    }

    [Test]
    public void Case_057_every_kind_of_TIFF_gives_its_image_from_the_last_row_up(
        [Values] bool isBigEndian, [Values] bool isBig, [Values(1, 5, 8, 32773, 32946)] int compression)
    {
        TiffBytes file = new()
        {
            IsBigEndian = isBigEndian,
            IsBig = isBig,
            Compression = compression,
            RowsPerStrip = 7,
            Pack = block => Pack(compression, block),
        };

        AssertIsReversed(file.WithImage(), MrcBytes.Image());
    }

    [Test]
    public void Case_057_tiles_are_put_together(
        [Values] bool isBigEndian, [Values(1, 5, 8, 32773)] int compression, [Values(16, 64)] int side)
    {
        TiffBytes file = new()
        {
            IsBigEndian = isBigEndian,
            Compression = compression,
            Tile = (side, 48),
            Pack = block => Pack(compression, block),
        };

        AssertIsReversed(file.WithImage(), MrcBytes.Image());
    }

    [Test]
    public void Case_057_whole_numbers_of_8_16_and_32_bits_are_read(
        [Values] bool isBigEndian, [Values(8, 16, 32)] int bits, [Values(1, 2, 4)] int format,
        [Values(1, 8)] int compression)
    {
        long[] values =
            [.. Enumerable.Range(0, 6144).Select(i => (i * 7919L % 250) - (format == 2 ? 125 : 0))];
        byte[] pixels =
        [
            .. values.SelectMany(value =>
            {
                byte[] bytes = [.. Enumerable.Range(0, bits / 8).Select(k => (byte)(value >> (8 * k)))];
                return isBigEndian ? bytes.AsEnumerable().Reverse() : bytes;
            }),
        ];
        TiffBytes file = new()
        {
            IsBigEndian = isBigEndian,
            Bits = bits,
            Format = format,
            Compression = compression,
            RowsPerStrip = 10,
            Pack = block => Pack(compression, block),
        };

        AssertIsReversed(file.With(pixels), [.. values.Select(value => (float)value)]);
    }

    [Test]
    public void Case_057_of_several_pages_one_must_be_named([Values] bool isBig, [Values(1, 5)] int compression)
    {
        TiffBytes file = new()
        {
            IsBig = isBig,
            Compression = compression,
            Pack = block => Pack(compression, block),
        };
        string path = Folder.Write("pages.tif", file.With(file.Floats(), file.Floats(1), file.Floats(2)));

        AssertRefused(path, "3 pages, expected one image; --slice names one from 0 to 2", "--pixel-size", "1.5");
        AssertRefused(path, "has no slice 3, expected 0 to 2", "--slice", "3");
        for (int page = 0; page < 3; page++)
        {
            MicrographReading reading = new() { Slice = page, Rows = RowOrder.AsStored };
            Assert.That(
                MicrographReader.Read(path, reading).Pixels, Is.EqualTo(MrcBytes.Image().Select(p => p + page)));
        }
    }

    [Test]
    public void Case_057_a_TIFF_needs_its_pixel_size_to_be_given() => AssertRefused(
        Folder.Write("mic.tif", _good), "the pixel size is not known; give --pixel-size");

    [Test]
    public void Case_057_an_orientation_is_warned_of()
    {
        byte[] file = new TiffBytes { Tags = new Dictionary<int, long> { [274] = 4 } }.WithImage();
        AssertPickedWith(
            ["--pixel-size", "1.5"], Folder.Write("mic.tif", file), "tag 274 (Orientation) is 4; ignored");
    }

    [Test]
    public void Case_057_packed_strips_without_bytes_are_refused([ValueSource(nameof(_packed))] int compression) =>
        Refused(
            new TiffBytes { Compression = compression, ClaimedBytes = 0, Pack = block => Pack(compression, block) }
                .WithImage(),
            "strip 0 has 0 packed bytes, expected 1 or more");

    private static readonly int[] _packed = [5, 8, 32773];

    private static Dictionary<int, long> Sized(long width, long height) => new() { [256] = width, [257] = height };

    private static byte[] Pack(int compression, byte[] block) => compression switch
    {
        5 => TiffPacking.Lzw(block),
        8 or 32946 => TiffPacking.Deflate(block),
        32773 => TiffPacking.PackBits(block),
        _ => block,
    };

    private void Refused(byte[] content, string expected) =>
        AssertRefused(Folder.Write("bad.tif", content), expected, "--pixel-size", "1.5");

    private void AssertIsReversed(byte[] content, float[] expected)
    {
        string path = Folder.Write("mic.tif", content);
        float[] reversed =
            [.. expected.Chunk(MrcBytes.Nx).Reverse().SelectMany(row => row)];
        AssertPickedWith(["--pixel-size", "1.5"], path);
        Assert.That(MicrographReader.Read(path).Pixels, Is.EqualTo(reversed));
        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Rows = RowOrder.AsStored }).Pixels,
            Is.EqualTo(expected));
    }
}
