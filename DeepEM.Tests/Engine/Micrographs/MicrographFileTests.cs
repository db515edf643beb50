using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Cli.BadInput;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Micrographs;

/// <summary>Opening a micrograph, its header first, its pixels into a buffer, its rows either way up.</summary>
public sealed class MicrographFileTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_buffer_that_fits_is_filled_and_no_other_is_made()
    {
        float[] pixels = new float[700 * 601];
        string path = _folder.Write(
            "m.mrc", new MrcBytes { Width = 700, Height = 601 }.With(MrcBytes.Floats(pixels)));
        Array.Fill(pixels, float.NaN);
        using (MicrographFile first = MicrographFile.Open(path))
        {
            first.Read(pixels);
        }

        Array.Fill(pixels, float.NaN);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using MicrographFile file = MicrographFile.Open(path);
        Micrograph read = file.Read(pixels);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(read.Pixels, Is.SameAs(pixels).And.All.Zero);
        Assert.That(allocated, Is.LessThan(1 << 14));
    }

    [Test]
    public void A_buffer_that_does_not_fit_is_left_alone()
    {
        float[] pixels = [5];
        using MicrographFile file = MicrographFile.Open(_folder.Write("m.mrc", new MrcBytes().WithImage()));

        Assert.That(file.Read(pixels).Pixels, Is.EqualTo(MrcBytes.Image()));
        Assert.That(pixels.Single(), Is.EqualTo(5));
    }

    [Test]
    public void The_header_is_known_before_the_pixels_are_read()
    {
        using MicrographFile file = MicrographFile.Open(_folder.Write("m.mrc", new MrcBytes().WithImage()));
        MicrographHeader header = file.Header;

        Assert.That(
            (header.Height, header.Width, header.Sections, header.PixelSizeAngstrom),
            Is.EqualTo((MrcBytes.Ny, MrcBytes.Nx, 1, 1.5)));
    }

    [Test]
    public void Pixels_are_read_once()
    {
        using MicrographFile file = MicrographFile.Open(_folder.Write("m.mrc", new MrcBytes().WithImage()));
        file.Read();
        Assert.That(() => file.Read(), Throws.InvalidOperationException);
    }

    [TestCase("m.mrc", RowOrder.AsRelion, false)]
    [TestCase("m.mrc", RowOrder.AsStored, false)]
    [TestCase("m.mrc", RowOrder.Reversed, true)]
    [TestCase("m.tif", RowOrder.AsRelion, true)]
    [TestCase("m.tif", RowOrder.AsStored, false)]
    [TestCase("m.tif", RowOrder.Reversed, true)]
    public void Rows_are_turned_over_in_TIFF_as_RELION_does_and_elsewhere_when_asked(
        string name, RowOrder rows, bool isReversed)
    {
        // An odd number of rows: the middle one stays.
        byte[] pixels = MrcBytes.Floats([1, 2, 3, 4, 5, 6]);
        byte[] content = name == "m.mrc"
            ? new MrcBytes { Width = 2, Height = 3 }.With(pixels)
            : new TiffBytes { Width = 2, Height = 3 }.With(pixels);

        Micrograph read =
            MicrographReader.Read(_folder.Write(name, content), new MicrographReading { Rows = rows });

        Assert.That(read.Pixels, Is.EqualTo(isReversed ? (float[])[5, 6, 3, 4, 1, 2] : [1, 2, 3, 4, 5, 6]));
    }

    [Test]
    public void The_content_decides_whatever_the_name_says()
    {
        Assert.That(Read("a.mrc", new TiffBytes().WithImage()).Pixels, Has.Length.EqualTo(6144));
        Assert.That(Read("a.tif", new MrcBytes().WithImage()).Pixels, Is.EqualTo(MrcBytes.Image()));
        Assert.That(Read("a.jpg", new PngBytes().With(PngBytes.Levels(8))).Pixels, Has.Length.EqualTo(6144));
        Assert.That(Read("a", new PngBytes().With(PngBytes.Levels(8))).Pixels, Has.Length.EqualTo(6144));
    }

    [Test]
    public void Mutated_files_of_every_format_are_read_or_refused_and_never_anything_else()
    {
        Random random = new(11);
        TiffBytes strips = new() { Compression = 5, Pack = TiffPacking.Lzw, RowsPerStrip = 9 };
        TiffBytes tiles = new() { Compression = 8, Pack = TiffPacking.Deflate, Tile = (32, 32), IsBig = true };
        byte[][] seeds =
        [
            new MrcBytes().WithImage(), strips.WithImage(), tiles.WithImage(), new TiffBytes().WithImage(),
            new PngBytes { PixelChunk = 500 }.With(PngBytes.Levels(8)), Jpeg(),
            .. ((string[])["gz", "bz2", "zst"]).Select(kind => PackedMrcCases.Pack(kind, new MrcBytes().WithImage())),
        ];
        for (int round = 0; round < 1350; round++)
        {
            byte[] mutated = [.. seeds[round % seeds.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                // Half of the changes near the ends, where headers and directories are.
                int place = random.Next(4) switch
                {
                    0 => random.Next(Math.Min(256, mutated.Length)),
                    1 => mutated.Length - 1 - random.Next(Math.Min(256, mutated.Length)),
                    _ => random.Next(mutated.Length),
                };
                mutated[place] = (byte)random.Next(256);
            }

            if (random.Next(8) == 0)
            {
                mutated = mutated[..random.Next(mutated.Length)];
            }

            string path = _folder.Write("mutated.bin", mutated);
            try
            {
                MicrographReader.Read(path, new MicrographReading { Slice = 0 });
            }
            catch (InvalidFileException error)
            {
                Assert.That(error.Message, Does.Not.Contain('\n'));
            }
        }
    }

    [Test]
    public void Damaged_pixels_become_NaN_where_that_is_asked_for_and_the_rest_stays()
    {
        float[] pixels = [1, float.PositiveInfinity, 2e15f, -3, float.NaN, 6];
        string path = _folder.Write("m.mrc", new MrcBytes { Width = 3, Height = 2 }.With(MrcBytes.Floats(pixels)));

        Micrograph read = MicrographReader.Read(path, new MicrographReading { KeepsDamage = true });

        Assert.That(
            read.Pixels, Is.EqualTo(new float[] { 1, float.NaN, float.NaN, -3, float.NaN, 6 }));
        Assert.That(read.Warnings, Is.Empty, "whoever keeps them says what follows");
    }

    [Test]
    public void What_is_known_of_a_run_by_its_settings_is_what_it_was()
    {
        // Runs that began with an earlier version go on only where these texts are the same.
        Assert.That(
            JsonSerializer.Serialize(MicrographReading.Default), Is.EqualTo("""{"Slice":null,"Rows":0}"""));
        Assert.That(
            JsonSerializer.Serialize(new MicrographSource("a.mrc", "b.mrc", 1.5)),
            Is.EqualTo("""{"Path":"a.mrc","Name":"b.mrc","PixelSizeAngstrom":1.5,"Stem":"b"}"""));
    }

    private static byte[] Jpeg()
    {
        using SKBitmap bitmap = new(64, 48, SKColorType.Gray8, SKAlphaType.Opaque);
        new Random(4).NextBytes(bitmap.GetPixelSpan());
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
    }

    private Micrograph Read(string name, byte[] content) => MicrographReader.Read(_folder.Write(name, content));
}
