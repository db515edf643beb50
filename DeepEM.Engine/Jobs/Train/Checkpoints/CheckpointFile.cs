using System.Buffers;
using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Safetensors;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>Reads and writes checkpoints: safetensors layout, as models have it, everything else in the metadata.
/// </summary>
/// <remarks>
/// The SHA-256 covers the tensors, their names and the metadata. Like a model file, a checkpoint is data: nothing in it
/// is executed.
/// </remarks>
internal static class CheckpointFile
{
    /// <summary>The version of the layout that this program writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    private const string Kind = "deepem-training-checkpoint";
    private const string FactPrefix = "fact:";
    private const string ValuePrefix = "state:";
    private const string Seal = "sha256";

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(Stream stream, CheckpointContent content)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["format_version"] = FormatVersion.ToString(CultureInfo.InvariantCulture),
            ["program_version"] = ProductVersion.Text,
            ["position"] = content.Position,
        };
        foreach ((string name, string value) in content.Facts)
        {
            metadata.Add(FactPrefix + name, value);
        }

        foreach ((string name, string value) in content.State.Values)
        {
            metadata.Add(ValuePrefix + name, value);
        }

        metadata.Add(Seal, Hash(content.State.Tensors, metadata));
        SafetensorsWriter.Write(stream, content.State.Tensors, metadata);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InvalidFileException">
    /// The file cannot be read, is no checkpoint, damaged, or made by a newer program.
    /// </exception>
    public static CheckpointContent Read(string path)
    {
        SafetensorsContent content = SafetensorsReader.Read(path);
        var fields = new ModelFields(path, content.Metadata);
        fields.RequireKind(Kind, FormatVersion);
        string hash = Hash(content.Tensors, content.Metadata);
        if (hash != fields.Text(Seal))
        {
            throw new InvalidFileException(
                path,
                $"the content has the SHA-256 {hash}, expected {Excerpt.Of(fields.Text(Seal))}: the file is damaged");
        }

        return new CheckpointContent(
            fields.Text("position"),
            Section(content.Metadata, FactPrefix),
            new TrainingState(path, content.Tensors, Section(content.Metadata, ValuePrefix)));
    }

    private static Dictionary<string, string> Section(IReadOnlyDictionary<string, string> metadata, string prefix) =>
        metadata
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    // Lengths before the texts and values: no two contents give the same bytes to hash.
    private static string Hash(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> hashed = new();
        foreach (NamedTensor tensor in tensors)
        {
            Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{tensor.Name.Length}:{tensor.Name}{string.Join('x', tensor.Shape)}:{tensor.Values.Length}:"));
            hashed.Write(SafetensorsWriter.Data([tensor]));
        }

        foreach ((string name, string value) in metadata
            .Where(entry => entry.Key != Seal)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Append(string.Create(CultureInfo.InvariantCulture, $"{name.Length}:{name}{value.Length}:{value}"));
        }

        return System.Convert.ToHexStringLower(Sha256Digest.Of(hashed.WrittenSpan));

        void Append(string text) => hashed.Write(Encoding.UTF8.GetBytes(text));
    }
}
