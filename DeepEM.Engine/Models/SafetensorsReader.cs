using System.Buffers.Binary;
using System.Text.Json;
using DeepEM.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Models;

/// <summary>Reads float32 tensors and text metadata in the safetensors layout, strictly.</summary>
/// <remarks>
/// Nothing in the file is executed and nothing is allocated on the word of the header: the file is read first, and
/// every length is held against it. The data must be covered by the tensors without hole or overlap, and finite.
/// </remarks>
public static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const long LargestFile = 1L << 30;
    private const long LargestHeader = 100_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read or is no valid safetensors file.</exception>
    public static SafetensorsContent Read(string path)
    {
        using SafeFileHandle file = InputFile.Open(path);
        long length = InputFile.Length(path, file);
        if (length > LargestFile)
        {
            throw new InvalidFileException(path, $"{length} bytes is too large for a model file (at most 1 GiB)");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        InputFile.ReadExactly(path, file, bytes, 0);
        return Parse(path, bytes);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">All its bytes.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidFileException">The bytes are no valid safetensors file.</exception>
    public static SafetensorsContent Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < LengthBytes)
        {
            throw new InvalidFileException(
                path, $"not a model file: {bytes.Length} bytes, the header's length needs 8");
        }

        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (header is 0 or > LargestHeader || header > (ulong)(bytes.Length - LengthBytes))
        {
            throw new InvalidFileException(
                path, $"not a model file: header of {header} bytes, expected 1 to {bytes.Length - LengthBytes}");
        }

        ReadOnlyMemory<byte> json = bytes.Slice(LengthBytes, (int)header);
        if (json.Span[0] != (byte)'{')
        {
            throw new InvalidFileException(path, "not a model file: the header does not begin with '{'");
        }

        ReadOnlyMemory<byte> data = bytes[(LengthBytes + (int)header)..];
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            return ReadHeader(path, document.RootElement, data);
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(path, $"the header is not valid JSON: {FirstLine(e.Message)}", e);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json says so for text that is not valid UTF-8 and for values of another type.
            throw new InvalidFileException(
                path, $"the header holds a value of the wrong kind: {FirstLine(e.Message)}", e);
        }
    }

    private static SafetensorsContent ReadHeader(string path, JsonElement root, ReadOnlyMemory<byte> data)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<(string Name, int[] Shape, long Begin, long End)>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (JsonProperty item in property.Value.EnumerateObject())
                {
                    metadata[item.Name] = item.Value.GetString()
                        ?? throw new InvalidFileException(path, $"metadata '{item.Name}' is null, expected text");
                }
            }
            else
            {
                entries.Add(ReadEntry(path, property, data.Length));
            }
        }

        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var tensors = new List<NamedTensor>();
        long expected = 0;
        foreach ((string name, int[] shape, long begin, long end) in entries)
        {
            if (begin != expected)
            {
                throw new InvalidFileException(path, $"tensor '{name}' begins at byte {begin}, expected {expected}");
            }

            tensors.Add(new NamedTensor(name, shape, ReadValues(path, name, data.Span[(int)begin..(int)end])));
            expected = end;
        }

        return expected == data.Length
            ? new SafetensorsContent(metadata, tensors, data)
            : throw new InvalidFileException(path, $"{data.Length} bytes of data, the tensors take {expected}");
    }

    private static (string Name, int[] Shape, long Begin, long End) ReadEntry(
        string path, JsonProperty property, long dataLength)
    {
        string name = property.Name;
        string? type = Require(path, name, property.Value, "dtype").GetString();
        if (type != "F32")
        {
            throw new InvalidFileException(path, $"tensor '{name}' has the type {type}, expected F32");
        }

        JsonElement offsets = Require(path, name, property.Value, "data_offsets");
        if (offsets.GetArrayLength() != 2
            || !offsets[0].TryGetInt64(out long begin)
            || !offsets[1].TryGetInt64(out long end)
            || begin < 0 || end < begin || end > dataLength)
        {
            throw new InvalidFileException(
                path, $"tensor '{name}' has the offsets {Short(offsets)}, expected two within 0 to {dataLength}");
        }

        JsonElement extents = Require(path, name, property.Value, "shape");
        int[] shape = new int[extents.GetArrayLength()];
        Int128 count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            bool valid = extents[i].TryGetInt32(out shape[i]) && shape[i] >= 0;
            count *= shape[i];
            if (!valid || count > dataLength)
            {
                throw new InvalidFileException(path, $"tensor '{name}' has the impossible shape {Short(extents)}");
            }
        }

        return count * sizeof(float) == end - begin
            ? (name, shape, begin, end)
            : throw new InvalidFileException(
                path,
                $"tensor '{name}' of shape {Short(extents)} needs {count * sizeof(float)} bytes, has {end - begin}");
    }

    private static float[] ReadValues(string path, string name, ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            if (!float.IsFinite(values[i]))
            {
                throw new InvalidFileException(
                    path, $"tensor '{name}' holds {values[i]} at {i}, expected finite numbers");
            }
        }

        return values;
    }

    private static JsonElement Require(string path, string tensor, JsonElement entry, string field) =>
        entry.TryGetProperty(field, out JsonElement value)
            ? value
            : throw new InvalidFileException(path, $"tensor '{tensor}' has no {field}");

    private static string Short(JsonElement element)
    {
        string text = element.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
    }

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
