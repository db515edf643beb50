using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Safetensors;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Learning.Models;

/// <summary>Reads and writes picking models: safetensors layout, everything else as text in its metadata.</summary>
/// <remarks>
/// A model file is data: nothing in it is executed. Its SHA-256 covers the values; a file whose values were changed,
/// whose format is newer or whose tensors do not fit its network is refused.
/// </remarks>
public static class ModelFile
{
    /// <summary>The version of the metadata that this program writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    private const string Kind = "deepem-picking-model";

    // As on the command line: what lies beyond is no microscope's.
    private const double LargestPixelSize = 1000;
    private const double LargestBinning = 1000;
    private const double LargestDiameter = 100_000;

    /// <summary>Writes a model.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="model">The model.</param>
    public static void Write(Stream stream, PickingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<NamedTensor> tensors = [];
        foreach (ParameterBlock block in ParameterBlock.Of(model.Network))
        {
            tensors.Add(new NamedTensor(
                $"{block.Name}.weights",
                [block.Units, block.Channels, block.Side, block.Side],
                model.Parameters.Slice(block.Offset, block.Weights)));
            tensors.Add(new NamedTensor(
                $"{block.Name}.bias", [block.Units], model.Parameters.Slice(block.BiasOffset, block.Units)));
        }

        SafetensorsWriter.Write(stream, tensors, Describe(model, SafetensorsWriter.Data(tensors)));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidFileException">
    /// The file cannot be read, is not a model, damaged, or made for a newer program.
    /// </exception>
    public static PickingModel Read(string path) => Describe(path, SafetensorsReader.Read(path));

    /// <summary>Reads the bytes of a model file.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">All its bytes.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidFileException">As for <see cref="Read"/>.</exception>
    public static PickingModel Parse(string path, ReadOnlyMemory<byte> bytes) =>
        Describe(path, SafetensorsReader.Parse(path, bytes));

    private static PickingModel Describe(string path, SafetensorsContent content)
    {
        var fields = new ModelFields(path, content.Metadata);
        fields.RequireKind(Kind, FormatVersion);
        string hash = Convert.ToHexStringLower(Sha256Digest.Of(content.Data.Span));
        if (hash != fields.Text("sha256"))
        {
            throw new InvalidFileException(
                path, $"the values have the SHA-256 {hash}, expected {Excerpt.Of(fields.Text("sha256"))}: the file is "
                + "damaged");
        }

        NetworkDescription network = ReadNetwork(path, fields);
        RequireSize(path, network, content.Data.Length / sizeof(float));
        double[] deviation =
            content.Metadata.ContainsKey("deviation_range") ? fields.Numbers("deviation_range", 2) : [];
        return new PickingModel
        {
            Network = network,
            Parameters = Gather(path, network, content.Tensors),
            Preset = fields.Enumeration<NetworkPreset>("preset"),
            PixelSizeAngstrom = fields.Positive("pixel_size_angstrom", LargestPixelSize),
            DiameterAngstrom = fields.Positive("diameter_angstrom", LargestDiameter),
            Binning = fields.Positive("binning", LargestBinning),
            Threshold = fields.Number("threshold"),
            EdgeMarginAngstrom = fields.Number("edge_margin_angstrom"),
            Calibration = Calibration(fields, content.Metadata),
            Turns = Turns(fields),
            IsGeneral = content.Metadata.TryGetValue("general", out string? general) && general == "true",
            Deviation = deviation.Length == 2 ? new DeviationRange(deviation[0], deviation[1]) : null,
            MaskLimits = MaskFields.Limits(fields),
            Contrast = MaskFields.Contrast(fields, MaskFields.ContrastName),
            Seed = fields.Int64("seed"),
            ProgramVersion = fields.Text("program_version"),
        };
    }

    private static Dictionary<string, string> Describe(PickingModel model, byte[] data)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["format_version"] = Text(FormatVersion),
            ["program_version"] = model.ProgramVersion,
            ["sha256"] = Convert.ToHexStringLower(Sha256Digest.Of(data)),
            ["network.input_side"] = Text(model.Network.InputSide),
            ["network.stages"] = StageFields.Text(model.Network.Stages),
            ["network.activation"] = model.Network.Activation.ToString(),
            ["network.pooling"] = model.Network.Pooling.ToString(),
            ["preset"] = model.Preset.ToString(),
            ["normalisation"] = model.Method.Normalisation,
            ["pixel_size_angstrom"] = Text(model.PixelSizeAngstrom),
            ["diameter_angstrom"] = Text(model.DiameterAngstrom),
            ["binning"] = Text(model.Binning),
            ["box_size"] = Text(model.BoxSize),
            ["threshold"] = Text(model.Threshold),
            ["turns"] = Text(model.Turns),
            ["edge_margin_angstrom"] = Text(model.EdgeMarginAngstrom),
            ["seed"] = model.Seed.ToString(CultureInfo.InvariantCulture),
        };
        MaskFields.Describe(model, fields);
        if (model.Calibration != ScoreCalibration.Identity)
        {
            (double slope, double intercept, double ceiling) = model.Calibration;
            string last = ceiling < 1 ? $",{Text(ceiling)}" : string.Empty;
            fields["calibration"] = $"[{Text(slope)},{Text(intercept)}{last}]";
        }

        if (model.IsGeneral)
        {
            fields["general"] = "true";
        }

        if (model.Deviation is { } range)
        {
            fields["deviation_range"] = $"[{Text(range.Low)},{Text(range.High)}]";
        }

        return fields;
    }

    // Models that do not say it were calibrated on two.
    private static int Turns(ModelFields fields)
    {
        int turns = fields.Has("turns") ? fields.Int32("turns", 1, 8) : PickingModel.MoreTurns;
        return int.IsPow2(turns) ? turns : throw fields.Wrong("turns", fields.Text("turns"), "1, 2, 4 or 8");
    }

    // Models of versions before 0.2 have none: their figures of merit are what the network says.
    private static ScoreCalibration Calibration(ModelFields fields, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.ContainsKey("calibration"))
        {
            return ScoreCalibration.Identity;
        }

        double[] numbers = fields.Numbers("calibration", 2, 3);
        double ceiling = numbers.Length == 3 ? numbers[2] : 1;
        return numbers[0] > 0 && ceiling is > 0 and <= 1
            ? new ScoreCalibration(numbers[0], numbers[1], ceiling)
            : throw fields.Wrong(
                "calibration",
                fields.Text("calibration"),
                "a positive slope, an intercept and, where there is one, a ceiling up to 1");
    }

    private static NetworkDescription ReadNetwork(string path, ModelFields fields)
    {
        try
        {
            return new NetworkDescription(
                fields.Int32("network.input_side", 1, 4096),
                StageFields.Parse(path, fields.Text("network.stages")),
                fields.Enumeration<ActivationKind>("network.activation"),
                fields.Enumeration<PoolingKind>("network.pooling"));
        }
        catch (ArgumentException e)
        {
            throw new InvalidFileException(path, $"metadata network is impossible: {e.Message}", e);
        }
    }

    // In 64 bits, since what the file says may be far more than there is memory, or numbers.
    private static void RequireSize(string path, NetworkDescription network, long found)
    {
        long count = 1 + ((long)network.OutputMaps * network.OutputSide * network.OutputSide);
        long channels = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            count += stage.Maps * ((channels * stage.KernelSize * stage.KernelSize) + 1);
            channels = stage.Maps;
        }

        if (count > found)
        {
            throw new InvalidFileException(
                path, $"metadata network has {count} parameters, expected at most the {found} in the file");
        }
    }

    private static float[] Gather(string path, NetworkDescription network, IReadOnlyList<NamedTensor> tensors)
    {
        float[] parameters = new float[network.ParameterCount];
        var byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (ParameterBlock block in ParameterBlock.Of(network))
        {
            Take($"{block.Name}.weights", [block.Units, block.Channels, block.Side, block.Side], block.Offset);
            Take($"{block.Name}.bias", [block.Units], block.BiasOffset);
        }

        return byName.Count == 0
            ? parameters
            : throw new InvalidFileException(
                path, $"tensor '{Excerpt.Of(byName.Keys.First())}' is no part of the network {network}");

        void Take(string name, int[] shape, int offset)
        {
            if (!byName.Remove(name, out NamedTensor? tensor) || !tensor.Shape.SequenceEqual(shape))
            {
                string found = tensor is null ? "missing" : $"of shape {string.Join('×', tensor.Shape)}";
                throw new InvalidFileException(path, $"tensor '{name}' is {found}, expected {string.Join('×', shape)}");
            }

            tensor.Values.Span.CopyTo(parameters.AsSpan(offset));
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
