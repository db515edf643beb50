using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.NumPy;

/// <summary>Writes a structured NumPy array of one dimension, format version 1 or, for a long header, 2.</summary>
public static class NumPyTableWriter
{
    private const int Alignment = 64;

    /// <summary>Writes what stands before the rows; the rows follow, without gaps and little-endian.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="fields">The fields in the order of the rows' bytes; names without quotes and backslashes.</param>
    /// <param name="rows">Number of rows.</param>
    /// <exception cref="ArgumentException">A name cannot stand in a header.</exception>
    public static void WriteHeader(Stream stream, IReadOnlyList<NumPyField> fields, int rows)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        string types = string.Join(", ", fields.Select(Describe));
        string dictionary = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': [{types}], 'fortran_order': False, 'shape': ({rows},), }}");
        int prefix = dictionary.Length < ushort.MaxValue - Alignment ? 10 : 12;
        int blanks = Alignment - ((prefix + dictionary.Length + 1) % Alignment);
        byte[] header = Encoding.ASCII.GetBytes(dictionary + new string(' ', blanks) + "\n");
        Span<byte> start = stackalloc byte[prefix];
        NumPyTable.Magic.CopyTo(start);
        start[6] = prefix == 10 ? (byte)1 : (byte)2;
        start[7] = 0;
        if (prefix == 10)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(start[8..], (ushort)header.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(start[8..], header.Length);
        }

        stream.Write(start);
        stream.Write(header);
    }

    private static string Describe(NumPyField field)
    {
        bool isPlain = field.Name.All(letter => letter is > ' ' and <= '~' and not ('\'' or '"' or '\\'));
        if (!isPlain)
        {
            throw new ArgumentException($"The name '{field.Name}' cannot stand in a header.", nameof(field));
        }

        return field.Count == 1
            ? $"('{field.Name}', '{field.Type}')"
            : $"('{field.Name}', '{field.Type}', ({field.Count},))";
    }
}
