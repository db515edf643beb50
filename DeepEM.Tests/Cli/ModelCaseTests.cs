using System.Buffers.Binary;
using System.Text;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

/// <summary>The cases 72 to 99 of bad model files: <c>deepem pick</c> ends with code 1 and one line that names the file
/// and what is wrong with it, and writes nothing.</summary>
public sealed class ModelCaseTests
{
    private const string One = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    private static readonly SmallData _data = SmallData.Shared;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Case_072_empty_model_file_is_refused() =>
        Refused([], "not a model file: 0 bytes, the header's length needs 8");

    [Test]
    public void Case_073_model_file_of_7_bytes_is_refused() =>
        Refused([1, 2, 3, 4, 5, 6, 7], "not a model file: 7 bytes, the header's length needs 8");

    [Test]
    public void Case_074_header_of_no_length_is_refused() =>
        Refused(Sized(0, "{}"u8), "not a model file: header of 0 bytes, expected 1 to 2");

    [Test]
    public void Case_075_header_of_2_to_the_63_bytes_is_refused() =>
        Refused(Sized(1UL << 63, "{}"u8), "not a model file: header of 9223372036854775808 bytes, expected 1 to 2");

    [Test]
    public void Case_076_header_of_2_to_the_64_less_1_bytes_is_refused() => Refused(
        Sized(ulong.MaxValue, "{}"u8), "not a model file: header of 18446744073709551615 bytes, expected 1 to 2");

    [Test]
    public void Case_077_header_of_more_than_100_MB_is_refused_though_the_file_has_it()
    {
        string path = _folder.Write("bad.deepem", Sized(100_000_001, "{}"u8));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(100_000_100);
        }

        Refused(path, "not a model file: header of 100000001 bytes, expected 1 to 16000000");
    }

    [Test]
    public void Case_078_header_longer_than_the_file_is_refused() =>
        Refused(Sized(3, "{}"u8), "not a model file: header of 3 bytes, expected 1 to 2");

    [Test]
    public void Case_079_header_that_is_no_json_is_refused() =>
        Refused(WithHeader("{\"a\":", []), "the header is not valid JSON: ");

    [Test]
    public void Case_080_array_at_the_top_is_refused() =>
        Refused(WithHeader("[1]", []), "not a model file: the header does not begin with '{'");

    [Test]
    public void Case_081_leading_space_is_refused() =>
        Refused(WithHeader(" " + One, new byte[8]), "not a model file: the header does not begin with '{'");

    [TestCase("{\"\u0080\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}")]
    [TestCase("{\"a\":{\"dtype\":\"\u00FF\",\"shape\":[2],\"data_offsets\":[0,8]}}")]
    [TestCase("{\"__metadata__\":{\"k\":\"\u00C0\u0080\"}}")]
    public void Case_082_bad_utf8_is_refused(string header) =>
        Refused(Sized((ulong)header.Length, [.. Encoding.Latin1.GetBytes(header), .. new byte[8]]), "the header ");

    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}")]
    [TestCase("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}")]
    public void Case_083_duplicate_keys_are_refused(string header) =>
        Refused(WithHeader(header, new byte[8]), "the header is not valid JSON: Duplicate property");

    [Test]
    public void Case_084_overlapping_tensors_are_refused() => Refused(
        WithHeader(Two(0, 8, 4, 12), new byte[12]), "tensor 'b' begins at byte 4, expected 8");

    [Test]
    public void Case_085_hole_between_tensors_is_refused() => Refused(
        WithHeader(Two(0, 8, 12, 20), new byte[20]), "tensor 'b' begins at byte 12, expected 8");

    [Test]
    public void Case_086_trailing_data_is_refused() =>
        Refused(WithHeader(One, new byte[9]), "9 bytes of data, the tensors take 8");

    [Test]
    public void Case_087_truncated_data_is_refused() =>
        Refused(WithHeader(One, new byte[7]), "tensor 'a' has the offsets [0,8], expected two within 0 to 7");

    [Test]
    public void Case_087_model_truncated_anywhere_is_refused()
    {
        byte[] whole = SmallData.Bytes(_data.Model);
        foreach (int length in (int[])[100, 1000, whole.Length / 2, whole.Length - 4, whole.Length - 1])
        {
            Refused(whole[..length], "");
        }
    }

    [Test]
    public void Case_088_size_that_does_not_match_the_shape_is_refused() => Refused(
        WithHeader(One.Replace("[2]", "[3]"), new byte[8]), "tensor 'a' of shape [3] needs 12 bytes, has 8");

    [Test]
    public void Case_089_negative_offset_is_refused() => Refused(
        WithHeader(One.Replace("[0,8]", "[-8,0]"), new byte[8]), "tensor 'a' has the offsets [-8,0], expected two ");

    [Test]
    public void Case_090_end_before_the_beginning_is_refused() => Refused(
        WithHeader(One.Replace("[0,8]", "[8,0]"), new byte[8]), "tensor 'a' has the offsets [8,0], expected two ");

    [TestCase("[65536,65536,65536,65536]")]
    [TestCase("[2147483647,2147483647,2147483647,2147483647,4]")]
    [TestCase("[4294967296,0]")]
    public void Case_091_shape_whose_product_overflows_is_refused(string shape) =>
        Refused(WithHeader(One.Replace("[2]", shape), new byte[8]), $"tensor 'a' has the impossible shape {shape}");

    [Test]
    public void Case_092_negative_shape_is_refused() => Refused(
        WithHeader(One.Replace("[2]", "[-1,-2]"), new byte[8]), "tensor 'a' has the impossible shape [-1,-2]");

    [TestCase("\"F64\"")]
    [TestCase("\"BF16\"")]
    [TestCase("\"Q5\"")]
    public void Case_093_unknown_type_is_refused(string type) => Refused(
        WithHeader(One.Replace("\"F32\"", type), new byte[8]), $"tensor 'a' has the type {type}, expected \"F32\"");

    [Test]
    public void Case_094_fractional_shape_is_refused() => Refused(
        WithHeader(One.Replace("[2]", "[2.5]"), new byte[8]), "tensor 'a' has the impossible shape [2.5]");

    [TestCase("1")]
    [TestCase("null")]
    [TestCase("{\"x\":\"y\"}")]
    public void Case_095_metadata_that_is_no_text_is_refused(string value) => Refused(
        WithHeader($"{{\"__metadata__\":{{\"k\":{value}}}}}", []), $"metadata 'k' is {value}, expected text");

    [TestCase("[", "]")]
    [TestCase("{\"a\":", "}")]
    public void Case_096_json_100_000_deep_is_refused(string opening, string closing) => Refused(
        WithHeader(
            "{\"a\":" + Repeated(opening, 100_000) + "1" + Repeated(closing, 100_000) + "}", new byte[8]),
        "the header is not valid JSON: The maximum configured depth of 64 has been exceeded.");

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void Case_097_weight_that_is_no_finite_number_is_refused(float weight, string text)
    {
        ModelBytes model = new();
        Refused(model.WithWeight(5, weight), $"holds {text} at 5, expected finite numbers");
    }

    [Test]
    public void Case_098_a_pickle_is_refused_and_not_run()
    {
        // What "import os; os.system('touch PWNED')" looks like in protocol 2.
        string pwned = _folder["PWNED"];
        byte[] pickle = [0x80, 2, .. Encoding.ASCII.GetBytes($"cos\nsystem\n(S'touch {pwned}'\ntR.")];
        Refused(pickle, "not a model file but a Python pickle: header of ");
        Refused([.. "PK\u0003\u0004"u8, .. pickle], "not a model file but a ZIP archive: header of ");
        Assert.That(pwned, Does.Not.Exist);
    }

    [Test]
    public void Case_099_model_of_another_network_is_refused_naming_both()
    {
        ModelBytes model = new();
        Refused(model.With("network.stages", "[[8,3,2],[8,3,2]]"), "tensor 'convolution1.weights' is of shape ");
        Refused(model.With("network.input_side", "80"), "expected ");
    }

    [Test]
    public void Case_099_model_of_a_newer_format_is_refused_naming_both()
    {
        ModelBytes model = new();
        Refused(
            model.With("format_version", "7", "program_version", "9.8.7"),
            "deepem-picking-model format 7 was written by DeepEM 9.8.7; this is DeepEM ");
    }

    [Test]
    public void Case_099_checkpoint_is_no_model()
    {
        ModelBytes model = new();
        Refused(
            model.With("kind", "deepem-training-checkpoint"),
            "metadata kind is 'deepem-training-checkpoint', expected 'deepem-picking-model'");
    }

    [TestCase("preset", "Resnet", "expected Auto")]
    [TestCase("pixel_size_angstrom", "1e300", "expected a positive number of at most 1000")]
    [TestCase("pixel_size_angstrom", "0", "expected a positive number of at most 1000")]
    [TestCase("diameter_angstrom", "NaN", "expected a finite number")]
    [TestCase("binning", "0", "expected a positive number of at most 1000")]
    [TestCase("threshold", "high", "expected a finite number")]
    [TestCase("network.stages", "[[8,9999,2]]", "is not a short list of [maps, kernel, pool]")]
    [TestCase("network.activation", "swish", "expected ")]
    public void Case_099_metadata_out_of_range_is_refused(string field, string value, string expected)
    {
        ModelBytes model = new();
        Refused(model.With(field, value), expected);
    }

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Two(int begin, int end, int secondBegin, int secondEnd) =>
        $"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{(end - begin) / 4}],\"data_offsets\":[{begin},{end}]}},"
        + $"\"b\":{{\"dtype\":\"F32\",\"shape\":[{(secondEnd - secondBegin) / 4}],"
        + $"\"data_offsets\":[{secondBegin},{secondEnd}]}}}}";

    private static byte[] WithHeader(string header, ReadOnlySpan<byte> data) =>
        Sized((ulong)header.Length, [.. Encoding.UTF8.GetBytes(header), .. data]);

    private static byte[] Sized(ulong header, ReadOnlySpan<byte> rest)
    {
        byte[] bytes = [.. new byte[8], .. rest];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, header);
        return bytes;
    }

    private void Refused(byte[] bytes, string expected) => Refused(_folder.Write("bad.deepem", bytes), expected);

    private void Refused(string path, string expected)
    {
        CommandRun run = CommandRun.Of("pick", _data.UnseenFolder, "--model", path, "--out", _folder["out"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem pick: {path}: ").And.Contain(expected));
        Assert.That(run.ErrorLines.Single(), Has.Length.LessThan(path.Length + 300));
        Assert.That(run.Output, Is.Empty);
        Assert.That(_folder["out"], Does.Not.Exist);
    }
}
