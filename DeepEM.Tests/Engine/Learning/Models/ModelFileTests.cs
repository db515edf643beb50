using System.Buffers.Binary;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Models;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class ModelFileTests
{
    private string _path = string.Empty;

    [SetUp]
    public void SetUp() => _path = Path.Combine(Path.GetTempPath(), $"deepem-{Guid.NewGuid():N}.deepem");

    [TearDown]
    public void TearDown() => System.IO.File.Delete(_path);

    [TestCase(NetworkPreset.Klh)]
    [TestCase(NetworkPreset.NineteenS)]
    [TestCase(NetworkPreset.Auto)]
    public void Everything_is_read_back_as_it_was_written(NetworkPreset preset)
    {
        PickingModel model = Model(preset);
        System.IO.File.WriteAllBytes(_path, Bytes(model));
        PickingModel read = ModelFile.Read(_path);
        Assert.Multiple(() =>
        {
            Assert.That(read.Parameters.ToArray(), Is.EqualTo(model.Parameters.ToArray()));
            Assert.That(read with { Parameters = model.Parameters }, Is.EqualTo(model));
        });
    }

    [Test]
    public void Ceiling_of_the_calibration_is_read_back()
    {
        PickingModel model = Model(NetworkPreset.Auto) with { Calibration = new ScoreCalibration(1.25, -2.5, 0.9375) };
        System.IO.File.WriteAllBytes(_path, Bytes(model));
        Assert.That(ModelFile.Read(_path).Calibration, Is.EqualTo(model.Calibration));
    }

    [TestCase("[1.25,-2.5,1.5]")]
    [TestCase("[1.25,-2.5,0.00]")]
    [TestCase("[-1.5,-2.5,0.50]")]
    [TestCase("[1.25,-2.50,0.5,1]")]
    public void Impossible_calibration_is_refused(string calibration)
    {
        PickingModel model = Model(NetworkPreset.Auto) with { Calibration = new ScoreCalibration(1.25, -2.5, 0.9375) };
        Refused(Replace(Bytes(model), "[1.25,-2.5,0.9375]", calibration), "metadata calibration is");
    }

    [Test]
    public void Writing_twice_gives_the_same_bytes()
    {
        byte[] first = Bytes(Model(NetworkPreset.Auto));
        Assert.That(Bytes(Model(NetworkPreset.Auto)), Is.EqualTo(first));
    }

    [Test]
    public void Changed_value_is_found_out()
    {
        byte[] bytes = Bytes(Model(NetworkPreset.Auto));
        bytes[^3] ^= 1;
        Refused(bytes, "SHA-256");
    }

    [Test]
    public void Newer_format_is_refused_naming_both()
    {
        byte[] bytes =
            Replace(Bytes(Model(NetworkPreset.Auto)), "\"format_version\":\"1\"", "\"format_version\":\"2\"");
        Refused(bytes, "model format 2");
    }

    [Test]
    public void Network_that_does_not_fit_its_tensors_is_refused()
    {
        byte[] bytes = Replace(Bytes(Model(NetworkPreset.Auto)), "[[16,9,2],", "[[16,7,2],");
        Refused(bytes, "tensor 'convolution1.weights' is of shape 16×1×9×9, expected 16×1×7×7");
    }

    [Test]
    public void Impossible_network_is_refused()
    {
        byte[] bytes = Replace(Bytes(Model(NetworkPreset.Auto)), "[[16,9,2],", "[[16,9,9],");
        Refused(bytes, "network is impossible");
    }

    [Test]
    public void Network_of_more_parameters_than_there_is_memory_is_refused_before_memory_is_taken()
    {
        byte[] bytes = Replace(
            Replace(Bytes(Model(NetworkPreset.Auto)), "[[16,9,2],", "[[4096,9,2],[4096,1,1],[4096,1,1],[8,9,2],"),
            "\"network.input_side\":\"", "\"network.input_side\":\"4");
        Refused(bytes, "metadata network has ");
    }

    [Test]
    public void Texts_of_a_file_come_short_and_on_one_line_into_messages()
    {
        byte[] bytes = Replace(
            Bytes(Model(NetworkPreset.Auto)), "\"kind\":\"", $"\"kind\":\"\\n{new string('k', 100_000)}");
        Refused(bytes, $"metadata kind is ' {new string('k', 79)}…'");
    }

    [Test]
    public void Model_without_orientations_was_calibrated_on_two()
    {
        System.IO.File.WriteAllBytes(_path, Replace(Bytes(Model(NetworkPreset.Auto)), "\"turns\"", "\"turnz\""));
        Assert.That(ModelFile.Read(_path).Turns, Is.EqualTo(2));
    }

    [TestCase("3")]
    [TestCase("0")]
    [TestCase("9")]
    public void Impossible_number_of_orientations_is_refused(string turns)
    {
        byte[] bytes = Replace(Bytes(Model(NetworkPreset.Auto)), "\"turns\":\"4\"", $"\"turns\":\"{turns}\"");
        Refused(bytes, $"metadata turns is '{turns}'");
    }

    [Test]
    public void Model_without_limits_of_the_mask_has_the_usual_ones()
    {
        byte[] bytes = Bytes(Model(NetworkPreset.Auto));
        bytes = Replace(bytes, "\"mask_limits\"", "\"mask_limitz\"");
        System.IO.File.WriteAllBytes(_path, Replace(bytes, "\"contrast\"", "\"contrazt\""));
        PickingModel read = ModelFile.Read(_path);
        Assert.That(read.MaskLimits, Is.EqualTo(MaskLimits.Default));
        Assert.That(read.Contrast, Is.EqualTo(ParticleContrast.Unclear));
    }

    [TestCase("\"Bright\"", "\"Brigth\"", "metadata contrast is 'Brigth', expected Unclear, Dark, Bright")]
    [TestCase("[-7.25,8.5", "[-7.25;8.5", "mask_limits")]
    [TestCase("6.125,-0.1]", "6.125,0.12,1]", "mask_limits")]
    public void Impossible_limits_or_contrast_are_refused(string old, string replacement, string expected)
    {
        byte[] bytes = Bytes(Model(NetworkPreset.Auto));
        string text = Encoding.Latin1.GetString(bytes);
        if (replacement.Length != old.Length)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length + replacement.Length - old.Length);
            text = Encoding.Latin1.GetString(bytes);
        }

        Assert.That(text, Does.Contain(old));
        Refused(Encoding.Latin1.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)), expected);
    }

    [Test]
    public void Missing_metadata_is_named()
    {
        byte[] bytes = Replace(Bytes(Model(NetworkPreset.Auto)), "\"threshold\"", "\"threshole\"");
        Refused(bytes, "'threshold'");
    }

    [TestCase("")]
    [TestCase("1234567")]
    [TestCase("\0\0\0\0\0\0\0\0{}")]
    [TestCase("\u0080\0\0\0\0\0\0\0{}")]
    [TestCase("\u0002\0\0\0\0\0\0\0[]")]
    [TestCase("\u0003\0\0\0\0\0\0\0 {}")]
    [TestCase("\u0002\0\0\0\0\0\0\0{}trailing")]
    [TestCase("\u0002\0\0\0\0\0\0\0{}")]
    public void Bytes_that_are_no_model_are_refused(string text) =>
        Refused(Encoding.Latin1.GetBytes(text), string.Empty);

    [TestCase("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", "F16")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "needs 4 bytes")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "shape")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", "shape")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,4]}}", "shape")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "offsets")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", "offsets")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,400]}}", "offsets")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "expected 0")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "data_offsets")]
    [TestCase("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "JSON")]
    [TestCase("{\"__metadata__\":{\"k\":1}}", "metadata 'k' is 1, expected text")]
    [TestCase("{\"__metadata__\":3}", "the metadata is 3, expected texts by name")]
    [TestCase("{\"a\":3}", "tensor 'a' is 3, expected dtype, shape and data_offsets")]
    [TestCase("{\"a\":", "JSON")]
    public void Bad_headers_are_refused(string header, string expected) => Refused(File(header, new byte[8]), expected);

    [Test]
    public void Very_deep_header_is_refused() =>
        Refused(File("{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}", []), "JSON");

    [Test]
    public void Weights_that_are_no_numbers_are_refused()
    {
        byte[] data = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4), float.NaN);
        Refused(File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", data), "NaN");
    }

    private static PickingModel Model(NetworkPreset preset)
    {
        NetworkDescription network = preset switch
        {
            NetworkPreset.Klh => NetworkPresets.Klh,
            NetworkPreset.NineteenS => NetworkPresets.NineteenS,
            _ => NetworkPresets.ForDiameter(35),
        };
        return new PickingModel
        {
            Network = network,
            Parameters = NetworkInitialisation.Draw(network, new RandomSource(3)),
            Preset = preset,
            PixelSizeAngstrom = 1.77,
            DiameterAngstrom = 190,
            Binning = 3,
            Threshold = 0.1234567890123,
            EdgeMarginAngstrom = 95.5,
            Turns = 4,
            Deviation = preset == NetworkPreset.Auto ? null : new DeviationRange(22.5, 34.25),
            MaskLimits = new MaskLimits(-7.25, 8.5, 0.3, 6.125, -0.1),
            Contrast = ParticleContrast.Bright,
            Seed = -5,
        };
    }

    private static byte[] Bytes(PickingModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model);
        return stream.ToArray();
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    private static byte[] Replace(byte[] bytes, string old, string replacement)
    {
        string text = Encoding.Latin1.GetString(bytes);
        Assert.That(text, Does.Contain(old));
        byte[] replaced = Encoding.Latin1.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes) + replaced.Length - bytes.Length;
        BinaryPrimitives.WriteInt64LittleEndian(replaced, header);
        return replaced;
    }

    private void Refused(byte[] bytes, string expected)
    {
        System.IO.File.WriteAllBytes(_path, bytes);
        InvalidFileException? refusal = Assert.Throws<InvalidFileException>(() => ModelFile.Read(_path));
        Assert.That(refusal!.Message, Does.StartWith(_path).And.Contains(expected).And.Not.Contains('\n'));
    }
}
