using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.NumPy;

/// <summary>A structured NumPy array of one dimension, as cryoSPARC's <c>.cs</c> files are.</summary>
/// <remarks>
/// Layout: <c>\x93NUMPY</c>, version, length of the header (2 bytes before version 2, then 4), the header
/// (<see cref="NumPyHeaderReader"/>), and the rows without gaps, little-endian. Sizes are checked against the file
/// before a row is read; values stay bytes of the file until they are asked for. Objects (pickles) are refused.
/// </remarks>
public sealed class NumPyTable
{
    private const int PrefixSize = 10;

    // Below it a double holds every whole number.
    private const double MostExact = 1L << 53;

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly int _firstRow;
    private readonly int _rowSize;
    private readonly Dictionary<string, NumPyField> _fields;

    private NumPyTable(string path, byte[] bytes, int firstRow, int rowSize, int rows, List<NumPyField> fields)
    {
        _path = path;
        _bytes = bytes;
        _firstRow = firstRow;
        _rowSize = rowSize;
        RowCount = rows;
        _fields = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The six bytes such a file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Names of the fields.</summary>
    public IReadOnlyCollection<string> FieldNames => _fields.Keys;

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The file; kept by the result, so it must not be changed.</param>
    /// <returns>The table.</returns>
    /// <exception cref="InvalidFileException">It is no such array, or its size is not what the header claims.
    /// </exception>
    public static NumPyTable Parse(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length < PrefixSize || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidFileException(path, "is no NumPy file, expected one that begins with \\x93NUMPY");
        }

        int version = bytes[6];
        int prefix = version == 1 ? PrefixSize : PrefixSize + 2;
        if (version is not (1 or 2 or 3) || bytes.Length < prefix)
        {
            throw new InvalidFileException(path, $"has NumPy format version {version}, expected 1, 2 or 3");
        }

        long headerSize = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (prefix + headerSize > bytes.Length)
        {
            throw new InvalidFileException(
                path, $"claims a NumPy header of {headerSize} bytes, the file has {bytes.Length}");
        }

        int firstRow = prefix + (int)headerSize;
        (List<NumPyField> fields, int rowSize, long rows) =
            new NumPyHeaderReader(path, bytes, prefix, firstRow).Read();
        long room = bytes.Length - firstRow;
        if (rowSize == 0 || rows > room / rowSize || rows * rowSize != room)
        {
            throw new InvalidFileException(
                path, $"claims {rows} rows of {rowSize} bytes, has {room} bytes after its header");
        }

        return new NumPyTable(path, bytes, firstRow, rowSize, (int)rows, fields);
    }

    /// <summary>Whether there is a field.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True when there is.</returns>
    public bool HasField(string name) => _fields.ContainsKey(name);

    /// <summary>A field that must hold numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">Numbers per row.</param>
    /// <returns>The field.</returns>
    /// <exception cref="InvalidFileException">There is none, or it holds something else.</exception>
    public NumPyField Numbers(string name, int count = 1)
    {
        NumPyField field = Require(name);
        return field.Kind is 'f' or 'i' or 'u' && field.Count == count
            ? field
            : throw new InvalidFileException(
                _path, $"field {name} is {field.Count} of {field.Type}, expected {count} number(s)");
    }

    /// <summary>A field that must hold a text.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The field.</returns>
    /// <exception cref="InvalidFileException">There is none, or it holds something else.</exception>
    public NumPyField Texts(string name)
    {
        NumPyField field = Require(name);
        return field.Kind is 'S' or 'U' && field.Count == 1
            ? field
            : throw new InvalidFileException(_path, $"field {name} is {field.Count} of {field.Type}, expected a text");
    }

    /// <summary>A number.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="field">A field of this table that holds numbers.</param>
    /// <param name="index">Which of the row's numbers, from 0.</param>
    /// <returns>A finite number.</returns>
    /// <exception cref="InvalidFileException">The number is not finite.</exception>
    public double Number(int row, NumPyField field, int index = 0)
    {
        ReadOnlySpan<byte> cell = Cell(row, field).Slice(index * field.ItemSize, field.ItemSize);
        double value = (field.Kind, field.ItemSize) switch
        {
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(cell),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(cell),
            ('u', 1) => cell[0],
            ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(cell),
            ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(cell),
            ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(cell),
            ('i', 1) => (sbyte)cell[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(cell),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(cell),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(cell),
            _ => throw new ArgumentException($"Field {field.Name} holds {field.Type}, no number.", nameof(field)),
        };
        return double.IsFinite(value)
            ? value
            : throw Invalid(row, field.Name, $"found {value}, expected a finite number");
    }

    /// <summary>A whole number of up to 64 bits, exactly.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="field">A field of this table that holds a number.</param>
    /// <exception cref="InvalidFileException">It is no whole number, or negative.</exception>
    public ulong WholeNumber(int row, NumPyField field)
    {
        if (field is { Kind: 'u', ItemSize: 8 })
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(Cell(row, field));
        }

        double value = Number(row, field);
        return value >= 0 && value < MostExact && value == Math.Floor(value)
            ? (ulong)value
            : throw Invalid(row, field.Name, $"found {value}, expected a whole number");
    }

    /// <summary>A text, without the zeros that fill it up.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="field">A field of this table that holds texts.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidFileException">It holds a zero before its end, or is not valid text.</exception>
    public string Text(int row, NumPyField field)
    {
        ReadOnlySpan<byte> cell = Cell(row, field);
        string text = field.Kind switch
        {
            'S' => Encoding.UTF8.GetString(cell.TrimEnd((byte)0)),
            'U' => Encoding.UTF32.GetString(cell).TrimEnd('\0'),
            _ => throw new ArgumentException($"Field {field.Name} holds {field.Type}, no text.", nameof(field)),
        };
        return text.Any(char.IsControl)
            ? throw Invalid(row, field.Name, "found a control character, expected a text")
            : text;
    }

    /// <summary>An error at one value.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="field">Name of the field.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <returns>The exception, with row and field in its message.</returns>
    public InvalidFileException Invalid(int row, string field, string message) =>
        new(_path, string.Create(CultureInfo.InvariantCulture, $"row {row + 1}, field {field}: {message}"));

    private NumPyField Require(string name) => _fields.TryGetValue(name, out NumPyField field)
        ? field
        : throw new InvalidFileException(_path, $"has no field {name}");

    private ReadOnlySpan<byte> Cell(int row, NumPyField field)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _bytes.AsSpan(_firstRow + (row * _rowSize) + field.Offset, field.Size);
    }
}
