using System.Globalization;
using System.Text;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>Writes tables that were read and perhaps changed: what was not changed keeps its letters.</summary>
/// <remarks>
/// The layout is that of <see cref="StarWriter"/>: line feeds, one space between values, <c>#n</c> after labels. Names,
/// order and values are those of the tables, each value with the bytes and quotes it was read with; a value that was
/// set to a new one is written as <see cref="StarWriter"/> writes it. Comments are not kept but <c># version N</c>.
/// </remarks>
public sealed class StarTableWriter
{
    private const int BufferSize = 1 << 16;

    // Seventeen digits, a point, an exponent and two signs take fewer.
    private const int LongestNumber = 32;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _count;

    private StarTableWriter(Stream stream) => _stream = stream;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tables">Its blocks, in order.</param>
    public static void Write(Stream stream, IEnumerable<StarRows> tables)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tables);
        StarTableWriter writer = new(stream);
        bool isFirst = true;
        foreach (StarRows table in tables)
        {
            writer.WriteHead(table, isFirst);
            if (table.IsLoop)
            {
                writer.WriteRows(table);
            }
            else
            {
                writer.WriteValues(table);
            }

            isFirst = false;
        }

        writer.Flush();
    }

    // Before a block RELION leaves lines free; the first has one where no comment comes before it.
    private void WriteHead(StarRows table, bool isFirst)
    {
        string free = isFirst && table.Version is null ? "\n" : isFirst ? "" : "\n\n";
        string version = table.Version is null ? "" : $"# version {table.Version}\n\n";
        Write($"{free}{version}data_{table.Name}\n\n");
    }

    private void WriteRows(StarRows table)
    {
        Write("loop_\n");
        for (int i = 0; i < table.Columns.Count; i++)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{table.Columns[i]} #{i + 1}\n"));
        }

        IReadOnlyList<StarColumn> columns = table.Cells;
        for (int row = 0; row < table.RowCount; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                WriteCell(table, row, columns[i], row == 0 && i == 0);
                Write(i + 1 < columns.Count ? " "u8 : "\n"u8);
            }
        }
    }

    private void WriteValues(StarRows table)
    {
        foreach (StarColumn column in table.Cells)
        {
            Write($"{column.Label} ");
            WriteCell(table, 0, column, isFirst: false);
            Write("\n"u8);
        }
    }

    private void WriteCell(StarRows table, int row, StarColumn column, bool isFirst)
    {
        ReadOnlySpan<byte> raw = column.Source < 0 ? [] : table.Raw(row, column);
        if (column.Numbers is { } numbers)
        {
            bool isKept = column.Source >= 0
                && StarText.TryNumber(StarText.Value(raw, 0), out double number) && number == numbers[row];
            if (isKept)
            {
                WriteRaw(raw, isFirst);
            }
            else
            {
                WriteNumber(numbers[row]);
            }
        }
        else if (column.Texts is { } texts)
        {
            bool isKept = column.Source >= 0
                && string.Equals(table.SourceText(row, column), texts[row], StringComparison.Ordinal);
            if (isKept)
            {
                WriteRaw(raw, isFirst);
            }
            else
            {
                Write(StarWriter.Quote(texts[row]));
            }
        }
        else
        {
            WriteRaw(raw, isFirst);
        }
    }

    // In a row that has become the first, a value that begins like a label would be taken for one.
    private void WriteRaw(ReadOnlySpan<byte> raw, bool isFirst)
    {
        bool looksLikeLabel = isFirst && raw[0] == '_';
        ReadOnlySpan<byte> quote = looksLikeLabel ? "\""u8 : [];
        Write(quote);
        Write(raw);
        Write(quote);
    }

    private void WriteNumber(double value)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        if (value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture))
        {
            Write(text[..length]);
        }
        else
        {
            Write(StarWriter.Number(value));
        }
    }

    private void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _count)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _count);
        _count = 0;
    }
}
