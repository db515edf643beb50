using System.Globalization;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Mrc;

/// <summary>MRC files that must load, with the values and warnings they must give (cases 6 to 48).</summary>
[Category(TestCategory.Smoke)]
public sealed class MrcReaderTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Floats_load_as_they_are()
    {
        Micrograph micrograph = Read(new MrcBytes().WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Width, Is.EqualTo(MrcBytes.Nx));
            Assert.That(micrograph.Height, Is.EqualTo(MrcBytes.Ny));
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.PixelSizeAngstrom, Is.EqualTo(1.5));
            Assert.That(micrograph.Warnings, Is.Empty);
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(6)]
    [TestCase(12)]
    public void Big_endian_files_give_the_same_values(int mode)
    {
        Micrograph little = Read(OfMode(mode, isBigEndian: false));
        Micrograph big = Read(OfMode(mode, isBigEndian: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(big.Pixels, Is.EqualTo(little.Pixels));
            Assert.That(big.PixelSizeAngstrom, Is.EqualTo(1.5));
            Assert.That(big.Warnings, Is.Empty);
        }
    }

    [Test]
    public void Signed_and_unsigned_words_load()
    {
        Micrograph signed = Read(OfMode(1, isBigEndian: false));
        Micrograph unsigned = Read(OfMode(6, isBigEndian: false));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(signed.Pixels, Is.EqualTo(WordValues(-32768).Select(value => (float)value)));
            Assert.That(unsigned.Pixels, Is.EqualTo(WordValues(0).Select(value => (float)value)));
        }
    }

    [Test]
    public void Every_half_converts_as_the_runtime_does()
    {
        byte[] data = MrcBytes.Words(Enumerable.Range(0, 65536));
        float[] pixels = Read(new MrcBytes { Width = 256, Height = 256, Mode = 12 }.With(data)).Pixels;

        for (int i = 0; i < pixels.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            if (float.IsFinite(expected))
            {
                Assert.That(
                    BitConverter.SingleToInt32Bits(pixels[i]), Is.EqualTo(BitConverter.SingleToInt32Bits(expected)));
            }
            else
            {
                Assert.That(float.IsFinite(pixels[i]), Is.True);
            }
        }
    }

    [Test]
    public void Bytes_are_signed_without_a_stamp() =>
        Assert.That(Read(Bytes(null)).Pixels, Is.EqualTo(ByteValues().Select(value => (float)(sbyte)value)));

    [Test]
    public void Bytes_are_unsigned_where_the_stamp_of_IMOD_says_so() =>
        Assert.That(Read(Bytes(0)).Pixels, Is.EqualTo(ByteValues().Select(value => (float)value)));

    [Test]
    public void Bytes_are_signed_where_the_stamp_of_IMOD_says_so() =>
        Assert.That(Read(Bytes(1)).Pixels, Is.EqualTo(ByteValues().Select(value => (float)(sbyte)value)));

    [Test]
    public void Bytes_without_a_stamp_warn_when_the_statistics_suggest_unsigned()
    {
        byte[] file = new MrcBytes { Mode = 0, Statistics = (3, 250, 128) }.With(ByteValues());

        Assert.That(Read(file).Warnings.Texts(), Has.One.Contains("unsigned"));
    }

    [TestCase(96)]
    [TestCase(95)]
    [TestCase(1)]
    public void Four_bit_rows_are_padded_to_bytes_with_the_low_half_first(int width)
    {
        const int Rows = 3;
        int rowBytes = (width + 1) / 2;
        byte[] data = new byte[Rows * rowBytes];
        float[] expected = new float[Rows * width];
        for (int y = 0; y < Rows; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int value = ((5 * x) + (3 * y)) % 16;
                expected[(y * width) + x] = value;
                data[(y * rowBytes) + (x / 2)] |= (byte)(x % 2 == 0 ? value : value << 4);
            }
        }

        float[] pixels = Read(new MrcBytes { Width = width, Height = Rows, Mode = 101 }.With(data)).Pixels;

        Assert.That(pixels, Is.EqualTo(expected));
    }

    [TestCase(13)]
    [TestCase(768)]
    [TestCase(2048)]
    public void Extended_headers_of_any_length_are_skipped(int length)
    {
        Micrograph micrograph = Read(new MrcBytes { ExtendedBytes = length }.WithImage());

        Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
    }

    [TestCase(0x44, 0x41, false)]
    [TestCase(0x11, 0x11, true)]
    [TestCase(0, 0, true)]
    public void A_little_endian_file_loads_whatever_its_stamp(byte first, byte second, bool isWarned)
    {
        Micrograph micrograph = Read(new MrcBytes { Stamp = (first, second) }.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.Warnings.Texts(), isWarned ? Has.One.Contains("machine stamp") : Is.Empty);
        }
    }

    [Test]
    public void A_big_endian_file_with_a_little_endian_stamp_loads_with_a_warning()
    {
        Micrograph micrograph = Read(new MrcBytes { IsBigEndian = true }.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.Warnings.Texts(), Has.One.Contains("big-endian"));
        }
    }

    [TestCase("MAP\0", false, TestName = "A_missing_map_mark_is_let_pass(MotionCor2)")]
    [TestCase("\0\0\0\0", true, TestName = "A_missing_map_mark_is_let_pass(before 2000)")]
    public void A_missing_map_mark_is_let_pass_when_the_size_fits(string map, bool isWarned)
    {
        Micrograph micrograph = Read(new MrcBytes { Map = map }.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.Warnings.Texts(), isWarned ? Has.One.Contains("before 2000") : Is.Empty);
        }
    }

    [Test]
    public void Bytes_after_the_last_pixel_are_counted_and_ignored()
    {
        Micrograph micrograph = Read(new MrcBytes().With(MrcBytes.Floats(MrcBytes.Image()), new byte[100]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.Warnings.Texts(), Has.One.Contains("100 bytes after"));
        }
    }

    [Test]
    public void Pixel_size_is_the_cell_by_the_samples_not_by_the_columns()
    {
        MrcBytes file = new() { Samples = (192, 128, 1), Cell = (288, 192, 1.5f) };

        Assert.That(Read(file.WithImage()).PixelSizeAngstrom, Is.EqualTo(1.5));
    }

    [TestCase(1.77, 4096)]
    [TestCase(1.06, 3838)]
    [TestCase(0.8317, 5760)]
    public void Pixel_size_comes_out_of_a_float_cell_as_it_went_in(double pixelSize, int columns)
    {
        MrcBytes file = new()
        {
            Samples = (columns, columns, 1),
            Cell = ((float)(columns * pixelSize), (float)(columns * pixelSize), 1),
        };

        Assert.That(Read(file.WithImage()).PixelSizeAngstrom, Is.EqualTo(pixelSize));
    }

    [TestCase(0f, 96, 0)]
    [TestCase(144f, 0, 0)]
    [TestCase(-144f, 96, 1)]
    [TestCase(float.NaN, 96, 1)]
    [TestCase(float.PositiveInfinity, 96, 1)]
    [TestCase(144f, -96, 1)]
    public void An_impossible_pixel_size_counts_as_unknown(float cell, int samples, int warnings)
    {
        MrcBytes file = new() { Cell = (cell, cell, 0), Samples = (samples, samples, 1) };
        Micrograph micrograph = Read(file.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.PixelSizeAngstrom, Is.Null);
            Assert.That(micrograph.Warnings, Has.Count.EqualTo(warnings));
        }
    }

    [Test]
    public void Pixels_that_are_not_square_are_warned_of()
    {
        Micrograph micrograph = Read(new MrcBytes { Cell = (96, 128, 1) }.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.PixelSizeAngstrom, Is.EqualTo(1));
            Assert.That(micrograph.Warnings.Texts(), Has.One.Contains("along Y"));
        }
    }

    [Test]
    public void Axes_of_zero_are_taken_as_1_2_3_with_a_warning() =>
        Assert.That(Read(new MrcBytes { Axes = (0, 0, 0) }.WithImage()).Warnings.Texts(), Has.One.Contains("MAPC"));

    [TestCase(0f, -1f, -2f)]
    [TestCase(0f, 0f, 0f)]
    [TestCase(float.NaN, float.NaN, float.NaN)]
    public void Wrong_statistics_and_labels_are_ignored(float minimum, float maximum, float mean)
    {
        Micrograph micrograph = Read(
            new MrcBytes { Statistics = (minimum, maximum, mean), Labels = -5 }.WithImage());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(MrcBytes.Image()));
            Assert.That(micrograph.Warnings, Is.Empty);
        }
    }

    [Test]
    public void Pixels_that_are_not_finite_or_absurd_become_the_mean_of_their_block()
    {
        float[] image = MrcBytes.Image();
        float[] damaged = [.. image];
        damaged[(3 * MrcBytes.Nx) + 4] = float.NaN;
        damaged[(5 * MrcBytes.Nx) + 6] = float.PositiveInfinity;
        damaged[(7 * MrcBytes.Nx) + 7] = -3.4e38f;
        double sum = 0;
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                sum += (y, x) is (3, 4) or (5, 6) or (7, 7) ? 0 : image[(y * MrcBytes.Nx) + x];
            }
        }

        float mean = (float)(sum / 61);
        image[(3 * MrcBytes.Nx) + 4] = mean;
        image[(5 * MrcBytes.Nx) + 6] = mean;
        image[(7 * MrcBytes.Nx) + 7] = mean;
        Micrograph micrograph = Read(new MrcBytes().With(MrcBytes.Floats(damaged)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(image));
            Assert.That(micrograph.Warnings.Texts(), Has.One.Contains("3 of 6144 pixels"));
        }
    }

    [Test]
    public void One_good_pixel_is_enough_to_fill_the_rest()
    {
        float[] pixels = new float[MrcBytes.Nx * MrcBytes.Ny];
        Array.Fill(pixels, float.NaN);
        pixels[5000] = 7;

        Assert.That(Read(new MrcBytes().With(MrcBytes.Floats(pixels))).Pixels, Is.All.EqualTo(7f));
    }

    [Test]
    public void A_constant_image_loads_with_a_warning()
    {
        float[] pixels = new float[MrcBytes.Nx * MrcBytes.Ny];
        Array.Fill(pixels, 7f);

        Assert.That(
            Read(new MrcBytes().With(MrcBytes.Floats(pixels))).Warnings.Texts(), Has.One.Contains("every pixel is 7"));
    }

    [Test]
    public void An_image_of_one_pixel_loads() =>
        Assert.That(
            Read(new MrcBytes { Width = 1, Height = 1 }.With(MrcBytes.Floats([3f]))).Pixels.Single(), Is.EqualTo(3));

    [TestCase(5)]
    [TestCase(1)]
    public void A_section_of_a_stack_loads_whatever_its_samples_along_Z(int samples)
    {
        float[] image = MrcBytes.Image();
        byte[][] sections = [.. Enumerable.Range(0, 5).Select(i => MrcBytes.Floats([.. image.Select(p => p + i)]))];
        byte[] file = new MrcBytes { Sections = 5, Samples = (MrcBytes.Nx, MrcBytes.Ny, samples) }.With(sections);
        string path = _folder.Write("stack.mrcs", file);

        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Slice = 3 }).Pixels,
            Is.EqualTo(image.Select(pixel => pixel + 3)));
    }

    [Test]
    public void An_image_larger_than_one_piece_loads_whole()
    {
        float[] pixels = [.. Enumerable.Range(0, 700 * 601).Select(i => (float)i)];
        byte[] file = new MrcBytes { Width = 700, Height = 601 }.With(MrcBytes.Floats(pixels));

        Assert.That(Read(file).Pixels, Is.EqualTo(pixels));
    }

    [TestCase("klh/test/klh_004_007_001_002.mrc", 2048, 2048, 2.2)]
    [TestCase("apoferritin/test/apo_May08_04_33_57.mrc", 1200, 1240, 2.0)]
    [TestCase("betagal/test/bgal_15_27_22_0.mrc", 4096, 4096, 1.77)]
    public void Real_micrographs_load_with_the_statistics_of_their_headers(
        string name, int height, int width, double pixelSize)
    {
        string path = SharedFolder.Require("data/" + name);
        Micrograph micrograph = MicrographReader.Read(path);
        byte[] header = File.ReadAllBytes(path)[..1024];
        double mean = micrograph.Pixels.Average(pixel => (double)pixel);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((micrograph.Height, micrograph.Width), Is.EqualTo((height, width)));
            Assert.That(micrograph.PixelSizeAngstrom, Is.EqualTo(pixelSize));
            Assert.That(micrograph.Warnings, Is.Empty);
            Assert.That(micrograph.Pixels.Min(), Is.EqualTo(BitConverter.ToSingle(header, 76)));
            Assert.That(micrograph.Pixels.Max(), Is.EqualTo(BitConverter.ToSingle(header, 80)));
            Assert.That(mean, Is.EqualTo(BitConverter.ToSingle(header, 84)).Within(1e-4).Percent);
        }
    }

    private static IEnumerable<int> WordValues(int first) =>
        Enumerable.Range(0, MrcBytes.Nx * MrcBytes.Ny).Select(i => first + (i * 9973 % 65536));

    private static byte[] ByteValues() =>
        [.. Enumerable.Range(0, MrcBytes.Nx * MrcBytes.Ny).Select(i => (byte)(i * 7))];

    private static byte[] Bytes(int? imodFlags) =>
        new MrcBytes { Mode = 0, ImodFlags = imodFlags }.With(ByteValues());

    private static byte[] OfMode(int mode, bool isBigEndian)
    {
        MrcBytes file = new()
        {
            Mode = mode,
            IsBigEndian = isBigEndian,
            Stamp = isBigEndian ? ((byte)0x11, (byte)0x11) : ((byte)0x44, (byte)0x44),
        };
        return mode switch
        {
            1 => file.With(MrcBytes.Words(WordValues(-32768), isBigEndian)),
            2 => file.WithImage(),
            6 => file.With(MrcBytes.Words(WordValues(0), isBigEndian)),
            12 => file.With(MrcBytes.Words(
                MrcBytes.Image().Select(pixel => (int)BitConverter.HalfToUInt16Bits((Half)pixel)), isBigEndian)),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private Micrograph Read(byte[] file) => MicrographReader.Read(_folder.Write("image.mrc", file));
}
