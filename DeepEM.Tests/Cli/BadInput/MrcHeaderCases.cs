using System.Text;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Cases 12 to 29 and 35 to 41: MRC headers that say odd things.</summary>
public sealed class MrcHeaderCases : MicrographCases
{
    private static readonly byte[] _image = MrcBytes.Floats(MrcBytes.Image());

    [TestCase(-1, "is unknown")]
    [TestCase(3, "is a complex transform, not a micrograph")]
    [TestCase(4, "is a complex transform, not a micrograph")]
    [TestCase(5, "is unknown")]
    [TestCase(7, "is unknown")]
    [TestCase(16, "is a colour image")]
    [TestCase(1024, "is unknown")]
    public void Case_012_to_018_an_unreadable_mode_is_named_with_those_that_are_readable(int mode, string meaning) =>
        AssertRefused(
            new MrcBytes { Mode = mode }.With(_image), $"MODE {mode} {meaning}; expected 0, 1, 2, 6, 12 or 101");

    [Test]
    public void Case_019_a_negative_extended_header_is_refused() => AssertRefused(
        new MrcBytes { ClaimedExtendedBytes = -1024 }.With(_image), "NSYMBT = -1024, expected 0 to 24576");

    [TestCase(int.MaxValue)]
    [TestCase(1000000)]
    public void Case_020_an_extended_header_beyond_the_file_is_refused(int length) => AssertRefused(
        new MrcBytes { ClaimedExtendedBytes = length }.With(_image), $"NSYMBT = {length}, expected 0 to 24576");

    [TestCase(13)]
    [TestCase(768)]
    [TestCase(2048)]
    public void Case_021_an_extended_header_of_any_length_is_skipped(int length) =>
        AssertIsTheImage(new MrcBytes { ExtendedBytes = length }.WithImage());

    [Test]
    public void Case_022_big_endian_gives_the_same_values() =>
        AssertIsTheImage(new MrcBytes { IsBigEndian = true, Stamp = (0x11, 0x11) }.WithImage());

    [Test]
    public void Case_023_stamp_44_41_is_little_endian() =>
        AssertIsTheImage(new MrcBytes { Stamp = (0x44, 0x41) }.WithImage());

    [Test]
    public void Case_024_a_wrong_stamp_is_overruled_by_the_size_with_a_warning()
    {
        AssertIsTheImage(
            new MrcBytes { Stamp = (0x11, 0x11) }.WithImage(), "machine stamp 11 11 is wrong: only little-endian fits");
        AssertIsTheImage(
            new MrcBytes { IsBigEndian = true }.WithImage(), "machine stamp 44 44 is wrong: only big-endian fits");
    }

    [Test]
    public void Case_025_a_stamp_of_zeros_is_little_endian_with_a_warning() => AssertIsTheImage(
        new MrcBytes { Stamp = (0, 0) }.WithImage(), "machine stamp 00 00 is unknown, expected 44 44 or 11 11");

    [Test]
    public void Case_026_a_file_before_2000_is_read_with_a_warning_where_its_size_fits() => AssertIsTheImage(
        new MrcBytes { Map = "\0\0\0\0" }.WithImage(), "no \"MAP \" at byte 208");

    [Test]
    public void Case_027_without_MAP_and_with_a_size_that_does_not_fit_it_is_no_MRC_file() => AssertRefused(
        new MrcBytes { Map = "\0\0\0\0" }.With(_image[..^4]), "not an MRC file: no \"MAP \" at byte 208");

    [Test]
    public void Case_028_MAP_with_a_zero_is_read() => AssertIsTheImage(new MrcBytes { Map = "MAP\0" }.WithImage());

    [Test]
    public void Case_029_what_is_no_MRC_file_is_named()
    {
        byte[] random = new byte[4096];
        new Random(1).NextBytes(random);
        string star = string.Concat(Enumerable.Repeat("data_\nloop_\n_rlnCoordinateX #1\n", 60));

        AssertRefused(Encoding.ASCII.GetBytes(star), "it looks like a STAR file");
        AssertRefused(Encoding.ASCII.GetBytes(new string('x', 2000)), "it looks like text");
        AssertRefused(Encoding.ASCII.GetBytes("<html><body>404</body></html>"), "is an HTML page");
        AssertRefused(
            [0x89, .. "PNG\r\n\u001a\n"u8, .. new byte[2000]], "PNG image: what follows the signature is no chunk");
        AssertRefused(random, "it looks like unknown binary data");
        AssertRefused([.. new byte[1024], .. _image], "it looks like zeros only");
    }

    [Test]
    public void Case_035_a_cell_of_zero_asks_for_the_pixel_size() =>
        AssertPixelSizeUnknown(new MrcBytes { Cell = (0, 0, 0) });

    [Test]
    public void Case_036_samples_of_zero_ask_for_the_pixel_size() =>
        AssertPixelSizeUnknown(new MrcBytes { Samples = (0, 0, 0) });

    [Test]
    public void Case_037_the_pixel_size_is_the_cell_by_the_samples() => Assert.That(
        AssertPicked(new MrcBytes { Samples = (192, 128, 1), Cell = (288, 192, 1.5f) }.WithImage()).PixelSizeAngstrom,
        Is.EqualTo(1.5));

    [TestCase(-144f)]
    [TestCase(float.NaN)]
    public void Case_038_an_impossible_cell_leaves_the_pixel_size_unknown_with_a_warning(float cell) =>
        AssertPixelSizeUnknown(new MrcBytes { Cell = (cell, cell, cell) }, "is not a pixel size; it counts as unknown");

    [Test]
    public void Case_039_axes_of_zero_are_1_2_3_with_a_warning_and_1_1_3_is_refused()
    {
        AssertIsTheImage(new MrcBytes { Axes = (0, 0, 0) }.WithImage(), "MAPC MAPR MAPS = 0 0 0; 1 2 3 assumed");
        AssertRefused(new MrcBytes { Axes = (1, 1, 3) }.With(_image), "MAPC MAPR MAPS = 1 1 3, expected 1 2 3");
    }

    [Test]
    public void Case_040_exchanged_axes_are_refused_never_ignored() =>
        AssertRefused(new MrcBytes { Axes = (2, 1, 3) }.With(_image), "MAPC MAPR MAPS = 2 1 3, expected 1 2 3");

    [TestCase(0f, 0f, 0f, 0)]
    [TestCase(0f, -1f, -2f, 0)]
    [TestCase(-40f, 40f, 0f, -5)]
    public void Case_041_wrong_statistics_and_labels_are_ignored(float least, float most, float mean, int labels) =>
        AssertIsTheImage(new MrcBytes { Statistics = (least, most, mean), Labels = labels }.WithImage());

    private void AssertIsTheImage(byte[] content, params string[] warnings) =>
        Assert.That(AssertPicked(content, warnings).Pixels, Is.EqualTo(MrcBytes.Image()));

    private void AssertPixelSizeUnknown(MrcBytes file, params string[] warnings)
    {
        string path = Folder.Write("unknown.mrc", file.WithImage());
        AssertRefused(path, "the pixel size is not known; give --pixel-size");
        AssertPickedWith(["--pixel-size", "1.5"], path, warnings);
        Assert.That(MicrographReader.ReadPixelSize(path), Is.Null);
    }
}
