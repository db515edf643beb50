using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Cases 1 to 11: MRC files that are shorter or longer than their headers claim.</summary>
public sealed class MrcSizeCases : MicrographCases
{
    private static readonly byte[] _image = MrcBytes.Floats(MrcBytes.Image());

    [Test]
    public void Case_001_an_empty_file_is_refused() => AssertRefused([], "0 bytes, an MRC header needs 1024");

    [Test]
    public void Case_002_a_header_of_1023_bytes_is_refused() =>
        AssertRefused(new MrcBytes().Header()[..1023], "1023 bytes, an MRC header needs 1024");

    [Test]
    public void Case_003_a_header_without_data_is_refused() =>
        AssertRefused(new MrcBytes().Header(), "needs 25600 bytes, the file has 1024");

    [Test]
    public void Case_004_a_file_that_lacks_one_byte_is_refused() =>
        AssertRefused(new MrcBytes().With(_image[..^1]), "needs 25600 bytes, the file has 25599");

    [Test]
    public void Case_005_half_a_file_is_refused() =>
        AssertRefused(new MrcBytes().With(_image[..(_image.Length / 2)]), "needs 25600 bytes, the file has 13312");

    [Test]
    public void Case_006_trailing_bytes_are_let_pass_with_a_warning() => Assert.That(
        AssertPicked(new MrcBytes().With(_image, new byte[100]), "100 bytes after the last pixel; ignored").Pixels,
        Is.EqualTo(MrcBytes.Image()));

    [Test]
    public void Case_007_no_columns_are_refused() => AssertRefused(
        new MrcBytes { Width = 0 }.With(_image), "NX NY NZ = 0 64 1, expected positive numbers");

    [Test]
    public void Case_008_negative_columns_are_refused() => AssertRefused(
        new MrcBytes { Width = -96 }.With(_image), "NX NY NZ = -96 64 1, expected positive numbers");

    [Test]
    public void Case_009_a_claim_of_16_GB_is_refused_before_allocating() => AssertRefusedWithoutMemory(
        new MrcBytes { Width = 65536, Height = 65536 }.With(_image), "needs 17179870208 bytes, the file has 25600");

    [Test]
    public void Case_010_a_claim_of_9_TB_is_refused_before_allocating() => AssertRefusedWithoutMemory(
        new MrcBytes { Width = 1500000, Height = 1500000 }.With(_image), "needs 9000000001024 bytes");

    [Test]
    public void Case_011_a_claim_beyond_64_bits_is_refused_before_allocating() => AssertRefusedWithoutMemory(
        new MrcBytes { Width = int.MaxValue, Height = int.MaxValue, Sections = int.MaxValue }.With(_image),
        "needs 39614081201791936601413125116 bytes");
}
