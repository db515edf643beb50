using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.NumPy;

/// <summary>Reads the header of a NumPy file: a Python dictionary of three known keys, and nothing else.</summary>
/// <remarks>
/// <code>{'descr': [('uid', '&lt;u8'), ('shape', '&lt;u4', (2,))], 'fortran_order': False, 'shape': (10,), }</code>
/// Only this grammar is understood, so nothing in a file is ever evaluated. One-dimensional structured arrays of plain
/// little-endian fields are read; objects, records within records and big-endian numbers are refused by name.
/// </remarks>
internal sealed class NumPyHeaderReader(string path, byte[] text, int start, int end)
{
    private const int MostFields = 4096;
    private const int MostItems = 1 << 20;

    private int _position = start;

    /// <summary>Reads the dictionary.</summary>
    /// <returns>The fields, bytes per row, and the number of rows.</returns>
    /// <exception cref="InvalidFileException">It is anything else than a header of such an array.</exception>
    public (List<NumPyField> Fields, int RowSize, long Rows) Read()
    {
        (List<NumPyField> Fields, int RowSize)? fields = null;
        long? rows = null;
        bool hasOrder = false;
        Expect('{');
        while (!TryTake('}'))
        {
            string key = Text();
            Expect(':');
            switch (key)
            {
                case "descr" when fields is null:
                    fields = Fields();
                    break;
                case "fortran_order" when !hasOrder:
                    hasOrder = true;
                    Order();
                    break;
                case "shape" when rows is null:
                    rows = Shape(long.MaxValue, mostDimensions: 1);
                    break;
                default:
                    throw Invalid($"found the key '{key}', expected 'descr', 'fortran_order' and 'shape', each once");
            }

            if (!TryTake(','))
            {
                Expect('}');
                break;
            }
        }

        if (fields is null || rows is null || !hasOrder)
        {
            throw Invalid("'descr', 'fortran_order' or 'shape' is missing");
        }

        SkipBlanks();
        return _position == end
            ? (fields.Value.Fields, fields.Value.RowSize, rows.Value)
            : throw Invalid("found more text after the dictionary");
    }

    private (List<NumPyField> Fields, int RowSize) Fields()
    {
        SkipBlanks();
        if (_position < end && text[_position] is (byte)'\'' or (byte)'"')
        {
            throw Invalid($"found a plain array of type '{Text()}', expected named fields as cryoSPARC writes them");
        }

        List<NumPyField> fields = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        int offset = 0;
        Expect('[');
        while (!TryTake(']'))
        {
            Expect('(');
            string name = Text();
            Expect(',');
            string type = Text();
            int count = TryTake(',') && !NextIs(')') ? (int)Shape(MostItems, mostDimensions: 8) : 1;
            Expect(')');
            if (!names.Add(name))
            {
                throw Invalid($"found the field '{name}' twice");
            }

            NumPyField field = Field(name, type, count, offset);
            offset = field.Offset + field.Size;
            fields.Add(field);
            if (fields.Count > MostFields)
            {
                throw Invalid($"found more than {MostFields} fields");
            }

            if (!TryTake(','))
            {
                Expect(']');
                break;
            }
        }

        return (fields, offset);
    }

    private NumPyField Field(string name, string type, int count, int offset)
    {
        int number = -1;
        bool isKnown = type.Length >= 3
            && (type[0] is '<' or '|')
            && int.TryParse(type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && IsSize(type[1], number);
        if (!isKnown)
        {
            throw Invalid(
                $"field '{name}' has the type '{type}', expected a little-endian number (<f4, <u8, ...) or a text");
        }

        int itemSize = type[1] == 'U' ? 4 * number : number;
        long total = (long)itemSize * count;
        return offset + total <= MostItems
            ? new NumPyField(name, type[1], itemSize, count, offset)
            : throw Invalid($"field '{name}' makes a row larger than {MostItems} bytes");
    }

    private static bool IsSize(char kind, int size) => kind switch
    {
        'f' => size is 4 or 8,
        'i' or 'u' => size is 1 or 2 or 4 or 8,
        'b' => size == 1,
        'S' or 'U' => size <= MostItems / 4,
        _ => false,
    };

    private void Order()
    {
        SkipBlanks();
        ReadOnlySpan<byte> rest = text.AsSpan(_position, end - _position);
        _position += rest.StartsWith("False"u8) ? 5
            : rest.StartsWith("True"u8) ? 4
            : throw Invalid("'fortran_order' is neither True nor False");
    }

    // A tuple of one or more whole numbers; their product.
    private long Shape(long most, int mostDimensions)
    {
        Expect('(');
        long product = 1;
        int dimensions = 0;
        while (!TryTake(')'))
        {
            long extent = Whole();
            product = extent == 0 || product <= most / extent
                ? product * extent
                : throw Invalid($"a shape is larger than {most}");
            dimensions++;
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return dimensions >= 1 && dimensions <= mostDimensions
            ? product
            : throw Invalid($"found a shape of {dimensions} dimensions, expected 1 to {mostDimensions}");
    }

    private long Whole()
    {
        SkipBlanks();
        int first = _position;
        while (_position < end && text[_position] is >= (byte)'0' and <= (byte)'9')
        {
            _position++;
        }

        return long.TryParse(
            text.AsSpan(first, _position - first), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Invalid("expected a whole number in a shape");
    }

    private string Text()
    {
        SkipBlanks();
        byte quote = _position < end ? text[_position] : (byte)0;
        if (quote is not ((byte)'\'' or (byte)'"'))
        {
            throw Invalid("expected a text in quotes");
        }

        int first = _position + 1;
        int length = text.AsSpan(first, end - first).IndexOf(quote);
        if (length < 0 || text.AsSpan(first, length).Contains((byte)'\\'))
        {
            throw Invalid("found a text that is not closed, or that holds a backslash");
        }

        _position = first + length + 1;
        return Encoding.UTF8.GetString(text, first, length);
    }

    private bool NextIs(char letter)
    {
        SkipBlanks();
        return _position < end && text[_position] == letter;
    }

    private bool TryTake(char letter)
    {
        bool isThere = NextIs(letter);
        _position += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(char letter)
    {
        if (!TryTake(letter))
        {
            throw Invalid($"expected '{letter}'");
        }
    }

    private void SkipBlanks()
    {
        while (_position < end && text[_position] is (byte)' ' or (byte)'\n')
        {
            _position++;
        }
    }

    private InvalidFileException Invalid(string message) =>
        new(path, $"NumPy header, byte {_position}: {Clean(message)}");

    private static string Clean(string message)
    {
        const int Most = 160;
        string cut = message.Length > Most ? string.Concat(message.AsSpan(0, Most), "...") : message;
        return new string([.. cut.Select(letter => char.IsControl(letter) ? '.' : letter)]);
    }
}
