using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>The model that a caller of Topaz names.</summary>
public static class TopazModel
{
    // Bytes that tell PyTorch's files: a zip archive, or a pickle of protocol 2 to 5.
    private const int MarkLength = 2;

    // With their number of units after a "_", resnet8_u64 for example.
    private static readonly string[] _shipped = ["resnet8", "resnet16", "conv31", "conv63", "conv127"];

    /// <summary>Whether a name means the general model: nothing, or one of the networks that come with Topaz.</summary>
    /// <param name="name">As given; null for none.</param>
    public static bool IsGeneral(string? name) =>
        string.IsNullOrEmpty(name)
        || (_shipped.Contains(name.Split('_')[0], StringComparer.Ordinal) && !File.Exists(name));

    /// <summary>Reads the model that a name means.</summary>
    /// <param name="name">A file of this program's, whatever its ending; or as for <see cref="IsGeneral"/>.</param>
    /// <returns>The model; the general one has no diameter yet.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or is one of Topaz's own.</exception>
    public static PickingModel Read(string? name)
    {
        if (IsGeneral(name))
        {
            return GeneralModel.Shipped;
        }

        byte[] bytes = InputFile.ReadAll(name!);
        return IsPyTorch(bytes)
            ? throw new InvalidFileException(
                name!, "is a model of Topaz's own (PyTorch), expected one that DeepEM has trained; train anew, or "
                + "leave the model out for the general one")
            : ModelFile.Parse(name!, bytes);
    }

    private static bool IsPyTorch(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("PK"u8) || (bytes.Length >= MarkLength && bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5);
}
