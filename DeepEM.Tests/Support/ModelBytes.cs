using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace DeepEM.Tests.Support;

/// <summary>The bytes of a right model, changed in one place.</summary>
internal sealed class ModelBytes
{
    private readonly byte[] _whole = SmallData.Bytes(SmallData.Shared.Model);

    private int HeaderLength => (int)BinaryPrimitives.ReadUInt64LittleEndian(_whole);

    /// <summary>With other texts in the metadata, given as name, value, name, value.</summary>
    public byte[] With(params string[] fields)
    {
        JsonNode header = JsonNode.Parse(_whole.AsSpan(8, HeaderLength))!;
        for (int i = 0; i < fields.Length; i += 2)
        {
            if (!header["__metadata__"]!.AsObject().ContainsKey(fields[i]))
            {
                throw new ArgumentException($"A model has no {fields[i]}.", nameof(fields));
            }

            header["__metadata__"]![fields[i]] = fields[i + 1];
        }

        byte[] json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. _whole.AsSpan(8 + HeaderLength)];
    }

    /// <summary>With another value in the first tensor of the file.</summary>
    public byte[] WithWeight(int index, float value)
    {
        byte[] bytes = [.. _whole];
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + HeaderLength + (4 * index)), value);
        return bytes;
    }
}
