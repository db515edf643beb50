using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Cases 30 to 34 and 42 to 48: what the pixels of an MRC file are.</summary>
public sealed class MrcPixelCases : MicrographCases
{
    private const int Count = MrcBytes.Nx * MrcBytes.Ny;

    private static readonly byte[] _bytes = [.. Enumerable.Range(0, Count).Select(i => (byte)(i * 7))];
    private static readonly float[] _signed = [.. _bytes.Select(value => (float)(sbyte)value)];
    private static readonly float[] _unsigned = [.. _bytes.Select(value => (float)value)];

    [Test]
    public void Case_030_bytes_without_a_stamp_are_signed_with_a_warning_where_statistics_suggest_otherwise()
    {
        byte[] plain = new MrcBytes { Mode = 0 }.With(_bytes);
        byte[] suspect = new MrcBytes { Mode = 0, Statistics = (3, 250, 128) }.With(_bytes);

        Assert.That(AssertPicked(plain).Pixels, Is.EqualTo(_signed));
        Assert.That(AssertPicked(suspect, "DMIN 3 and DMAX 250 suggest unsigned ones").Pixels, Is.EqualTo(_signed));
    }

    [Test]
    public void Case_031_bytes_with_the_stamp_of_IMOD_and_bit_0_clear_are_unsigned() => Assert.That(
        AssertPicked(new MrcBytes { Mode = 0, ImodFlags = 0 }.With(_bytes)).Pixels, Is.EqualTo(_unsigned));

    [Test]
    public void Case_032_bytes_with_the_stamp_of_IMOD_and_bit_0_set_are_signed() => Assert.That(
        AssertPicked(new MrcBytes { Mode = 0, ImodFlags = 1 }.With(_bytes)).Pixels, Is.EqualTo(_signed));

    [Test]
    public void Case_033_half_precision_is_read()
    {
        byte[] halves = MrcBytes.Words(MrcBytes.Image().Select(p => (int)BitConverter.HalfToUInt16Bits((Half)p)));
        Assert.That(
            AssertPicked(new MrcBytes { Mode = 12 }.With(halves)).Pixels, Is.EqualTo(MrcBytes.Image()));
    }

    [TestCase(96)]
    [TestCase(95)]
    public void Case_034_four_bits_are_read_for_even_and_odd_columns(int columns)
    {
        int rowBytes = (columns + 1) / 2;
        byte[] data = [.. Enumerable.Range(0, rowBytes * MrcBytes.Ny).Select(i => (byte)(i * 37))];
        float[] expected =
        [
            .. Enumerable.Range(0, columns * MrcBytes.Ny).Select(i =>
            {
                byte pair = data[(i / columns * rowBytes) + (i % columns / 2)];
                return (float)(i % columns % 2 == 0 ? pair & 15 : pair >> 4);
            }),
        ];

        Micrograph read = AssertPicked(new MrcBytes { Mode = 101, Width = columns }.With(data));

        Assert.That(read.Pixels, Is.EqualTo(expected));
    }

    [Test]
    public void Case_042_a_few_pixels_that_are_not_finite_become_the_mean_around_them_and_are_counted()
    {
        float[] image = MrcBytes.Image();
        (image[(3 * 96) + 4], image[(5 * 96) + 6], image[(7 * 96) + 7]) =
            (float.NaN, float.PositiveInfinity, float.NegativeInfinity);

        Micrograph read = AssertPicked(
            new MrcBytes().With(MrcBytes.Floats(image)), "3 of 6144 pixels are NaN, infinite or beyond 1e15");

        Assert.That(read.Pixels, Is.All.Matches<float>(float.IsFinite));
        AssertScoresAreFinite();
    }

    [Test]
    public void Case_043_nothing_but_NaN_is_refused() => AssertRefused(
        new MrcBytes().With(MrcBytes.Floats([.. Enumerable.Repeat(float.NaN, Count)])),
        "none of its 6144 pixels is a finite grey level");

    [Test]
    public void Case_044_a_constant_image_gives_no_picks_and_a_warning()
    {
        byte[] file = new MrcBytes().With(MrcBytes.Floats([.. Enumerable.Repeat(7f, Count)]));

        AssertPicked(file, "blank image: every pixel is 7");

        Assert.That(StarReader.Read(Folder["out/odd_autopick.star"]).Tables.Single().RowCount, Is.Zero);
        AssertScoresAreFinite();
    }

    [Test]
    public void Case_045_pixels_of_3e38_do_not_spoil_the_rest()
    {
        float[] image = MrcBytes.Image();
        (image[0], image[1]) = (3.4e38f, -3.4e38f);

        Micrograph read = AssertPicked(new MrcBytes().With(MrcBytes.Floats(image)), "2 of 6144 pixels");

        Assert.That(read.Pixels.Max(Math.Abs), Is.LessThan(1000));
        AssertScoresAreFinite();
    }

    [TestCase(1, 1)]
    [TestCase(96, 15)]
    public void Case_046_an_image_smaller_than_the_window_is_refused(int columns, int rows)
    {
        float[] pixels = [.. MrcBytes.Image().Take(columns * rows)];
        AssertRefused(
            new MrcBytes { Width = columns, Height = rows }.With(MrcBytes.Floats(pixels)),
            "smaller than the 16 px box");
    }

    [Test]
    public void Case_046_in_a_batch_it_is_skipped_and_counted()
    {
        string small = Folder.Write("small.mrc", new MrcBytes { Width = 1, Height = 1 }.With(new byte[4]));
        string good = Folder.Write("good.mrc", new MrcBytes().WithImage());

        CommandRun run = CommandRun.Of(
            "pick", small, good, "--model", Folder["m.deepem"], "--out", Folder["out"], "--pictures", "0",
            "--device", "cpu");

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure), run.Error);
        Assert.That(run.ErrorLines.Single(line => line.StartsWith("failed:", StringComparison.Ordinal)),
            Does.StartWith($"failed: {small}: "));
        Assert.That(run.Output, Does.Contain("1 of 2 micrographs failed"));
    }

    [Test]
    public void Case_047_a_volume_is_refused_unless_a_slice_is_named()
    {
        string path = Folder.Write("volume.mrc", Stack(samples: 5));
        AssertRefused(path, "NZ = 5, a stack or volume, expected one image; --slice names one from 0 to 4");
        AssertRefused(path, "has no slice 5, expected 0 to 4", "--slice", "5");

        AssertPickedWith(["--slice", "3"], path);
        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Slice = 3 }).Pixels,
            Is.EqualTo(MrcBytes.Image().Select(p => p + 3)));
    }

    [TestCase(5)]
    [TestCase(1)]
    public void Case_048_a_slice_of_a_stack_is_read_whatever_its_samples_along_Z(int samples) =>
        AssertPickedWith(["--slice", "0"], Folder.Write("stack.mrcs", Stack(samples)));

    private static byte[] Stack(int samples) =>
        new MrcBytes { Sections = 5, Samples = (MrcBytes.Nx, MrcBytes.Ny, samples) }.With(
            [.. Enumerable.Range(0, 5).Select(i => MrcBytes.Floats([.. MrcBytes.Image().Select(p => p + i)]))]);

    private void AssertScoresAreFinite()
    {
        StarTable all = StarReader.Read(Folder["out/odd_all.star"]).Tables.Single();
        for (int row = 0; row < all.RowCount; row++)
        {
            Assert.That(double.IsFinite(all.Number(row, "_rlnAutopickFigureOfMerit")), Is.True);
        }
    }
}
