using System.Buffers.Binary;
using System.Text.Json;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Safetensors;

/// <summary>Reads float32 tensors and text metadata in the safetensors layout, strictly.</summary>
/// <remarks>
/// Nothing in the file is executed and nothing is allocated on the word of the header: the file is read first, and
/// every length is held against it. The data must be covered by the tensors without hole or overlap, and finite.
/// </remarks>
public static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const long LargestFile = 1L << 30;

    // The format allows 100 MB. Ours have some kilobytes, a checkpoint of ten thousand micrographs a few megabytes, and
    // what reads JSON takes several times its size.
    private const long LargestHeader = 16_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read or is not a valid safetensors file.</exception>
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
        long most = Math.Min(LargestHeader, bytes.Length - LengthBytes);
        if (header is 0 || header > (ulong)most)
        {
            throw new InvalidFileException(
                path, $"{Describe(bytes.Span)}: header of {header} bytes, expected 1 to {most}");
        }

        ReadOnlyMemory<byte> json = bytes.Slice(LengthBytes, (int)header);
        if (json.Span[0] != (byte)'{')
        {
            throw new InvalidFileException(path, $"{Describe(bytes.Span)}: the header does not begin with '{{'");
        }

        ReadOnlyMemory<byte> data = bytes[(LengthBytes + (int)header)..];
        try
        {
            // That names differ is looked after here: JsonDocument's own way of it draws a random number from a library
            // of the system (OpenSSL), which takes longer to load than the whole file to read.
            using var document = JsonDocument.Parse(json);
            RequireUnique(path, document.RootElement);
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

    private static void RequireUnique(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                RequireUnique(path, item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new InvalidFileException(
                        path, $"the header is not valid JSON: Duplicate property '{Excerpt.Of(property.Name)}'");
                }

                RequireUnique(path, property.Value);
            }
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
                ReadMetadata(path, property.Value, metadata);
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
                throw new InvalidFileException(
                    path, $"tensor '{Excerpt.Of(name)}' begins at byte {begin}, expected {expected}");
            }

            tensors.Add(new NamedTensor(name, shape, ReadValues(path, name, data.Span[(int)begin..(int)end])));
            expected = end;
        }

        return expected == data.Length
            ? new SafetensorsContent(metadata, tensors, data)
            : throw new InvalidFileException(path, $"{data.Length} bytes of data, the tensors take {expected}");
    }

    private static void ReadMetadata(string path, JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidFileException(path, $"the metadata is {Short(element)}, expected texts by name");
        }

        foreach (JsonProperty item in element.EnumerateObject())
        {
            metadata[item.Name] = item.Value.ValueKind == JsonValueKind.String
                ? item.Value.GetString()!
                : throw new InvalidFileException(
                    path, $"metadata '{Excerpt.Of(item.Name)}' is {Short(item.Value)}, expected text");
        }
    }

    private static (string Name, int[] Shape, long Begin, long End) ReadEntry(
        string path, JsonProperty property, long dataLength)
    {
        string name = Excerpt.Of(property.Name);
        JsonElement type = Require(path, name, property.Value, "dtype", JsonValueKind.String);
        if (type.GetString() != "F32")
        {
            throw new InvalidFileException(path, $"tensor '{name}' has the type {Short(type)}, expected \"F32\"");
        }

        JsonElement offsets = Require(path, name, property.Value, "data_offsets", JsonValueKind.Array);
        if (offsets.GetArrayLength() != 2
            || !IsInt64(offsets[0], out long begin)
            || !IsInt64(offsets[1], out long end)
            || begin < 0 || end < begin || end > dataLength)
        {
            throw new InvalidFileException(
                path, $"tensor '{name}' has the offsets {Short(offsets)}, expected two within 0 to {dataLength}");
        }

        JsonElement extents = Require(path, name, property.Value, "shape", JsonValueKind.Array);
        int[] shape = new int[extents.GetArrayLength()];
        Int128 count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            bool valid = IsInt64(extents[i], out long extent) && extent is >= 0 and <= int.MaxValue;
            shape[i] = valid ? (int)extent : 0;
            count *= shape[i];
            if (!valid || count > dataLength)
            {
                throw new InvalidFileException(path, $"tensor '{name}' has the impossible shape {Short(extents)}");
            }
        }

        return count * sizeof(float) == end - begin
            ? (property.Name, shape, begin, end)
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

    private static JsonElement Require(
        string path, string tensor, JsonElement entry, string field, JsonValueKind kind) =>
        entry.ValueKind != JsonValueKind.Object
            ? throw new InvalidFileException(
                path, $"tensor '{tensor}' is {Short(entry)}, expected dtype, shape and data_offsets")
            : !entry.TryGetProperty(field, out JsonElement value)
            ? throw new InvalidFileException(path, $"tensor '{tensor}' has no {field}")
            : value.ValueKind != kind
            ? throw new InvalidFileException(path, $"tensor '{tensor}' has the {field} {Short(value)}")
            : value;

    private static bool IsInt64(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value);
    }

    // What is not a model may be something that is known by sight.
    private static string Describe(ReadOnlySpan<byte> bytes) =>
        FileContent.Recognise(bytes[..Math.Min(bytes.Length, FileContent.HeadSize)]) switch
        {
            _ when bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5 => "not a model file but a Python pickle",
            FileContentKind.Unknown or FileContentKind.Text or FileContentKind.Zeros => "not a model file",
            FileContentKind kind => $"not a model file but {FileContent.Describe(kind)}",
        };

    private static string Short(JsonElement element) => Excerpt.Of(element.GetRawText());

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
