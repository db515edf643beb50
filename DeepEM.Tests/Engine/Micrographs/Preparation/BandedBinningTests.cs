using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

/// <summary>A micrograph binned while it is read is the one that is read and then binned.</summary>
[TestFixture]
public sealed class BandedBinningTests
{
    private const int Height = 333;
    private const int Width = 207;
    private const double Diameter = 30;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Threads_and_the_way_through_memory_change_no_bit(
        [Values(1, 2, 3, 4, 7, 100)] int binning, [Values(MrcMode.Floats, MrcMode.Bytes, MrcMode.Shorts)] MrcMode mode)
    {
        string path = Write(Pixels(), mode);
        Micrograph whole = MicrographReader.Read(path);
        using var backend = new SimdBackend(3);
        using var bands = new BandedBinning(backend);
        BinnedMicrograph expected = bands.Bin(whole, binning);
        foreach (int threads in (int[])[1, 2, 3])
        {
            BinnedMicrograph binned = Read(threads, path, binning);
            Assert.That(binned.Pixels, Is.EqualTo(expected.Pixels));
            Assert.That(binned.Border, Is.EqualTo(expected.Border));
            Assert.That(binned.Warnings, Is.EqualTo(whole.Warnings));
        }

        using var preparer = new MicrographPreparer(backend, binning, Diameter / binning);
        float[] prepared = preparer.Prepare(whole, whole.Path).Pixels;
        Assert.That(preparer.Prepare(expected).Pixels, Is.EqualTo(prepared));
        Assert.That(expected.Border, Is.EqualTo(PaddedBorder.Of(whole)));
        Assert.That(expected.Border.Top, Is.EqualTo(20));
    }

    [Test]
    public void Damaged_pixels_are_mended_as_in_the_full_image()
    {
        string path = Write(Pixels(), MrcMode.Floats);
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.PositiveInfinity);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - (100 * 4 * Width)), float.NaN);
        File.WriteAllBytes(path, bytes);
        RequireLikeWhole(path, MicrographReading.Default, "2 of ");
    }

    [Test]
    public void A_flat_image_is_told() => RequireLikeWhole(
        Write([.. Enumerable.Repeat(7f, Height * Width)], MrcMode.Floats),
        MicrographReading.Default,
        "every pixel is 7");

    [Test]
    public void An_image_of_flat_bands_is_not_flat()
    {
        float[] pixels = new float[Height * Width];
        Array.Fill(pixels, 1, 128 * Width, pixels.Length - (128 * Width));
        RequireLikeWhole(Write(pixels, MrcMode.Floats), MicrographReading.Default, warning: null);
    }

    [Test]
    public void Reversed_rows_are_binned_from_the_last_on() => RequireLikeWhole(
        Write(Pixels(), MrcMode.Floats), new MicrographReading { Rows = RowOrder.Reversed }, warning: null);

    [Test]
    public void A_buffer_that_fits_is_used_and_another_is_not()
    {
        string path = Write(Pixels(), MrcMode.Floats);
        using var backend = new SimdBackend(2);
        using var bands = new BandedBinning(backend);
        float[] buffer = new float[(Height + 3) / 4 * ((Width + 3) / 4)];
        using (MicrographFile file = MicrographFile.Open(path))
        {
            Assert.That(bands.Read(file, 4, buffer).Pixels, Is.SameAs(buffer));
        }

        using (MicrographFile file = MicrographFile.Open(path))
        {
            Assert.That(bands.Read(file, 3, buffer).Pixels, Is.Not.SameAs(buffer));
        }
    }

    private static void RequireLikeWhole(string path, MicrographReading reading, string? warning)
    {
        Micrograph whole = MicrographReader.Read(path, reading);
        using var backend = new SimdBackend(2);
        using var bands = new BandedBinning(backend);
        using MicrographFile file = MicrographFile.Open(path, reading);
        BinnedMicrograph binned = bands.Read(file, 4);
        Assert.That(binned.Pixels, Is.EqualTo(bands.Bin(whole, 4).Pixels));
        Assert.That(binned.Warnings, Is.EqualTo(whole.Warnings));
        Assert.That(
            binned.Warnings.Texts(), warning is null ? Is.Empty : Has.One.Contains(warning));
    }

    private static BinnedMicrograph Read(int threads, string path, int binning)
    {
        using var backend = new SimdBackend(threads);
        using var bands = new BandedBinning(backend);
        using MicrographFile file = MicrographFile.Open(path);
        return bands.Read(file, binning);
    }

    private string Write(float[] pixels, MrcMode mode)
    {
        string path = _folder["m.mrc"];
        MrcWriter.Write(path, pixels, Height, Width, 1.5, mode);
        return path;
    }

    // Whole numbers, which every mode holds; the first rows are padded.
    private static float[] Pixels()
    {
        var random = new RandomSource(6);
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(_ => MathF.Round(
            (float)(20 * random.NextGaussian())))];
        for (int y = 0; y < 20; y++)
        {
            Array.Copy(pixels, 20 * Width, pixels, y * Width, Width);
        }

        return pixels;
    }
}
