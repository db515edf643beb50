using System.Buffers.Binary;
using System.Text.Json;

namespace DeepEM.Engine.Foundation.Safetensors;

/// <summary>Writes float32 tensors and text metadata in the safetensors layout.</summary>
/// <remarks>
/// Eight bytes, the length of the header, little endian; the header, a JSON object padded with spaces to a multiple of
/// eight bytes; the values, one tensor after the other, little endian.
/// </remarks>
public static class SafetensorsWriter
{
    /// <summary>Lays out the values of all tensors as they will be in the file.</summary>
    /// <param name="tensors">The tensors, in the order of the file.</param>
    /// <returns>The data section.</returns>
    public static byte[] Data(IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] data = new byte[checked(tensors.Sum(t => (long)t.Values.Length) * sizeof(float))];
        int offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            foreach (float value in tensor.Values.Span)
            {
                BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(offset), value);
                offset += sizeof(float);
            }
        }

        return data;
    }

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="tensors">The tensors, in the order of the file.</param>
    /// <param name="metadata">Text by name; written in the ordinal order of the names.</param>
    public static void Write(
        Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(metadata);
        byte[] data = Data(tensors);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (KeyValuePair<string, string> entry in metadata.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                json.WriteString(entry.Key, entry.Value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                offset = WriteEntry(json, tensor, offset);
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' ');
        }

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header.GetBuffer().AsSpan(0, (int)header.Length));
        stream.Write(data);
    }

    private static long WriteEntry(Utf8JsonWriter json, NamedTensor tensor, long offset)
    {
        long end = offset + (tensor.Values.Length * sizeof(float));
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (int extent in tensor.Shape)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
