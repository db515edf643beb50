using BitMiracle.LibTiff.Classic;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;
using Tag = BitMiracle.LibTiff.Classic.TiffTag;

namespace DeepEM.Tests.Engine.Micrographs.Tiff;

/// <summary>TIFF files that another library wrote, with tables that grow and every predictor.</summary>
public sealed class TiffUnpackingTests
{
    private const int Width = 317;
    private const int Height = 203;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(nameof(FilesOfAnotherLibrary))]
    public void Files_of_another_library_give_their_pixels(
        Compression compression, Predictor predictor, int bits, bool isBigEndian, bool isTiled)
    {
        bool isFloat = bits == 32;

        // Smooth, noisy and constant places, so that LZW's strings grow long and its table fills.
        Random random = new(3);
        float[] expected = [.. Enumerable.Range(0, Width * Height).Select(i => (float)Level(i, bits, random))];
        string path = _folder["other.tif"];
        using (LibTiff tiff = LibTiff.Open(path, isBigEndian ? "wb" : "wl"))
        {
            tiff.SetField(Tag.IMAGEWIDTH, Width);
            tiff.SetField(Tag.IMAGELENGTH, Height);
            tiff.SetField(Tag.BITSPERSAMPLE, bits);
            tiff.SetField(Tag.SAMPLESPERPIXEL, 1);
            tiff.SetField(Tag.SAMPLEFORMAT, isFloat ? SampleFormat.IEEEFP : SampleFormat.UINT);
            tiff.SetField(Tag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(Tag.COMPRESSION, compression);
            if (compression != Compression.PACKBITS)
            {
                tiff.SetField(Tag.PREDICTOR, predictor);
            }

            WritePixels(tiff, expected, bits, isTiled);
        }

        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Rows = RowOrder.AsStored }).Pixels,
            Is.EqualTo(expected));
    }

    [TestCase(16)]
    [TestCase(32)]
    public void Differences_in_a_big_endian_file_are_those_of_levels_not_of_bytes(int bits)
    {
        uint[] levels = [5, 261, 3, 65535, 65534, 0, 258, 257];
        byte[] row =
        [
            .. levels.SelectMany((level, i) =>
            {
                uint difference = i == 0 ? level : level - levels[i - 1];
                byte[] bytes = BitConverter.GetBytes(difference);
                return bytes[..(bits / 8)].Reverse();
            }),
        ];
        TiffBytes file = new()
        {
            Width = levels.Length,
            Height = 1,
            Bits = bits,
            Format = 1,
            IsBigEndian = true,
            Compression = 8,
            Tags = new Dictionary<int, long> { [317] = 2 },
            Pack = TiffPacking.Deflate,
        };

        Assert.That(
            MicrographReader.Read(_folder.Write("big.tif", file.With(row))).Pixels,
            Is.EqualTo(levels.Select(level => (float)level)));
    }

    [TestCase(5)]
    [TestCase(32773)]
    public void Damage_in_one_file_says_nothing_of_another_that_is_read_at_the_same_time(int compression)
    {
        Func<byte[], byte[]> pack = compression == 5 ? TiffPacking.Lzw : TiffPacking.PackBits;
        TiffBytes good = new() { Compression = compression, RowsPerStrip = 4, Pack = pack };
        TiffBytes bad = new() { Compression = compression, RowsPerStrip = 4, Pack = block => pack(block[..^5]) };
        string goodPath = _folder.Write("good.tif", good.WithImage());
        string badPath = _folder.Write("bad.tif", bad.WithImage());

        Assert.That(
            () => Parallel.For(0, 200, i =>
            {
                if (i % 2 == 0)
                {
                    Assert.That(MicrographReader.Read(goodPath).Pixels, Has.Length.EqualTo(MrcBytes.Nx * MrcBytes.Ny));
                }
                else
                {
                    Assert.That(
                        () => MicrographReader.Read(badPath), Throws.TypeOf<InvalidFileException>());
                }
            }),
            Throws.Nothing);
    }

    [TestCase(5)]
    [TestCase(32773)]
    public void Whatever_stands_in_a_packed_strip_gives_pixels_or_a_refusal(int compression)
    {
        Func<byte[], byte[]> pack = compression == 5 ? TiffPacking.Lzw : TiffPacking.PackBits;
        Random random = new(11);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            TiffBytes file = new()
            {
                Compression = compression,
                RowsPerStrip = 16,
                Pack = block =>
                {
                    byte[] packed = pack(block);
                    packed[random.Next(packed.Length)] = (byte)random.Next(256);
                    packed[random.Next(100)] ^= (byte)(1 << random.Next(8));
                    return packed;
                },
            };
            try
            {
                MicrographReader.Read(_folder.Write("damaged.tif", file.WithImage()));
            }
            catch (InvalidFileException exception)
            {
                refused++;
                Assert.That(exception.Message, Does.Contain("damaged.tif: ").And.Not.Contain("\n"));
            }
        }

        Assert.That(refused, Is.GreaterThan(20));
    }

    private static IEnumerable<TestCaseData> FilesOfAnotherLibrary() =>
        from compression in (Compression[])
            [Compression.LZW, Compression.ADOBE_DEFLATE, Compression.DEFLATE, Compression.PACKBITS]
        from predictor in (Predictor[])[Predictor.NONE, Predictor.HORIZONTAL, Predictor.FLOATINGPOINT]
        from bits in (int[])[8, 16, 32]
        from isBigEndian in (bool[])[false, true]
        from isTiled in (bool[])[false, true]
        where compression != Compression.PACKBITS || predictor == Predictor.NONE
        where bits == 32 || predictor != Predictor.FLOATINGPOINT

        // Big-endian differences that library takes of exchanged bytes; libtiff and others do not.
        where predictor == Predictor.NONE || !isBigEndian
        select new TestCaseData(compression, predictor, bits, isBigEndian, isTiled);

    private static double Level(int i, int bits, Random random)
    {
        int x = i % Width;
        int y = i / Width;
        double level = x < 100 ? 7 : x < 200 ? (x + y) % 200 : random.Next(1 << Math.Min(bits, 16));
        return bits == 32 ? (level * 0.37) - 30 : level;
    }

    private static void WritePixels(LibTiff tiff, float[] pixels, int bits, bool isTiled)
    {
        if (!isTiled)
        {
            tiff.SetField(Tag.ROWSPERSTRIP, 60);
            for (int y = 0; y < Height; y++)
            {
                tiff.WriteScanline(Bytes(pixels.AsSpan(y * Width, Width), bits), y);
            }

            return;
        }

        const int Side = 64;
        tiff.SetField(Tag.TILEWIDTH, Side);
        tiff.SetField(Tag.TILELENGTH, Side);
        for (int top = 0; top < Height; top += Side)
        {
            for (int left = 0; left < Width; left += Side)
            {
                float[] tile = new float[Side * Side];
                for (int row = 0; row < Math.Min(Side, Height - top); row++)
                {
                    pixels.AsSpan(((top + row) * Width) + left, Math.Min(Side, Width - left))
                        .CopyTo(tile.AsSpan(row * Side));
                }

                byte[] bytes = Bytes(tile, bits);
                tiff.WriteEncodedTile(tiff.ComputeTile(left, top, 0, 0), bytes, bytes.Length);
            }
        }
    }

    private static byte[] Bytes(ReadOnlySpan<float> levels, int bits)
    {
        List<byte> bytes = [];
        foreach (float level in levels)
        {
            bytes.AddRange(bits switch
            {
                8 => [(byte)level],
                16 => BitConverter.GetBytes((ushort)level),
                _ => BitConverter.GetBytes(level),
            });
        }

        return [.. bytes];
    }
}
