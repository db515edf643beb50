using System.Text;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>Reads STAR files as RELION writes them, and refuses what is not one, with the line.</summary>
/// <remarks>
/// Line-oriented: <c>data_NAME</c>, <c>loop_</c>, labels <c>_label [#n]</c>, rows of values parted by blanks or tabs,
/// values with blanks in quotes; a line that begins with # or ; is a comment, and so is what follows a value that
/// begins with #. A blank line or the next block ends a loop. Lines may end with LF, CR LF or CR, the last with none;
/// a byte order mark is skipped. A row with a value too few or too many is an error, never NaN or a shift.
/// </remarks>
public static class StarReader
{
    // RELION's have five digits.
    private const int LongestVersion = 9;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <returns>Its blocks.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or is not a valid STAR file.</exception>
    public static StarFile Read(string path) => Parse(path, InputFile.ReadAll(path));

    /// <summary>Reads a text that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="text">The text, UTF-8; kept by the result, so it must not be changed.</param>
    /// <returns>Its blocks.</returns>
    /// <exception cref="InvalidFileException">It is not a valid STAR file.</exception>
    public static StarFile Parse(string path, byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new InvalidFileException(path, "is empty, expected a STAR file");
        }

        int zero = Array.IndexOf(text, (byte)0);
        if (zero >= 0)
        {
            throw new InvalidFileException(
                path, $"line {StarText.LineOf(text, zero)}: found a zero byte, expected a text in UTF-8");
        }

        return new Parser(path, text).Parse();
    }

    private enum State
    {
        Outside,
        Block,
        Values,
        Labels,
        Rows,
        Ended,
    }

    private sealed class Parser(string path, byte[] text)
    {
        private readonly List<StarTable> _tables = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
        private List<string> _columns = [];
        private List<int> _cells = [];
        private string _name = "";
        private bool _isLoop;
        private string? _version;
        private string? _nextVersion;
        private State _state = State.Outside;
        private int _line;

        public StarFile Parse()
        {
            int start = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            while (start < text.Length)
            {
                int end = StarText.LineEnd(text, start, out int next);
                _line++;
                ReadLine(StarText.SkipBlanks(text, start, end), end);
                start = next;
            }

            if (_state == State.Outside)
            {
                throw new InvalidFileException(path, "found no data_ block, expected a STAR file");
            }

            EndBlock();
            return new StarFile(path, _tables);
        }

        private void ReadLine(int start, int end)
        {
            if (start == end)
            {
                _state = _state == State.Rows ? State.Ended : _state;
                return;
            }

            if (text[start] is (byte)'#' or (byte)';')
            {
                ReadComment(text.AsSpan(start..end));
                return;
            }

            int firstEnd = ValueEnd(start);
            ReadOnlySpan<byte> first = text.AsSpan(start, firstEnd - start);
            int second = StarText.SkipBlanks(text, firstEnd, end);
            bool isAlone = second == end || text[second] == '#';
            if (isAlone && StartsWith(first, "data_"u8))
            {
                BeginBlock(Encoding.UTF8.GetString(first[5..]));
            }
            else if (_state == State.Outside)
            {
                string kind = FileContent.Describe(FileContent.Recognise(text.AsSpan(0, Math.Min(text.Length, 1024))));
                throw Invalid($"found '{StarTable.Excerpt(first)}' ({kind}), expected a data_ block");
            }
            else if (isAlone && first.Length == 5 && StartsWith(first, "loop_"u8))
            {
                BeginLoop();
            }
            else if (first[0] == '_' && _state is State.Block or State.Values or State.Labels)
            {
                ReadLabel(first, second, isAlone, end);
            }
            else
            {
                ReadRow(start, end);
            }
        }

        private void ReadComment(ReadOnlySpan<byte> comment)
        {
            ReadOnlySpan<byte> mark = "# version "u8;
            ReadOnlySpan<byte> number = comment.StartsWith(mark) ? comment[mark.Length..].TrimEnd(" \t"u8) : [];
            if (number.Length is > 0 and <= LongestVersion
                && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                _nextVersion = Encoding.ASCII.GetString(number);
            }
        }

        private void BeginBlock(string name)
        {
            if (_state != State.Outside)
            {
                EndBlock();
            }

            if (!_names.Add(name))
            {
                throw Invalid($"found a second block data_{name}, expected each once");
            }

            _labels.Clear();
            _name = name;
            _columns = [];
            _cells = [];
            _isLoop = false;
            (_version, _nextVersion) = (_nextVersion, null);
            _state = State.Block;
        }

        private void EndBlock() =>
            _tables.Add(new StarTable(path, text, _name, _columns, _cells, _isLoop, _version));

        private void BeginLoop()
        {
            if (_state != State.Block)
            {
                throw Invalid($"found a second table in block data_{_name}, expected one");
            }

            _isLoop = true;
            _state = State.Labels;
        }

        private void ReadLabel(ReadOnlySpan<byte> label, int second, bool isAlone, int end)
        {
            if (_state != State.Labels)
            {
                _state = State.Values;
                if (isAlone)
                {
                    throw Invalid($"found {StarTable.Excerpt(label)} alone, expected a value, or loop_ before it");
                }

                int after = StarText.SkipBlanks(text, ValueEnd(second), end);
                RequireNothing(after, end, $"one value after {StarTable.Excerpt(label)}");
                _cells.Add(second);
            }
            else
            {
                RequireNothing(second, end, $"nothing but #n after {StarTable.Excerpt(label)}");
            }

            string column = Encoding.UTF8.GetString(label);
            if (!_labels.Add(column))
            {
                throw Invalid($"found column {StarTable.Excerpt(label)} twice, expected each once");
            }

            _columns.Add(column);
        }

        private void ReadRow(int start, int end)
        {
            if (_state is not (State.Labels or State.Rows))
            {
                string expected = _state == State.Ended
                    ? "the next data_ block, because a blank line ends a table"
                    : "loop_ and labels before rows";
                throw Invalid($"found '{StarTable.Excerpt(text.AsSpan(start, end - start))}', expected {expected}");
            }

            if (_columns.Count == 0)
            {
                throw Invalid("found a row, expected labels after loop_");
            }

            _state = State.Rows;
            int count = 0;
            while (start < end && text[start] != '#')
            {
                if (count < _columns.Count)
                {
                    _cells.Add(start);
                }

                count++;
                start = StarText.SkipBlanks(text, ValueEnd(start), end);
            }

            if (count != _columns.Count)
            {
                throw Invalid($"found {count} values, expected {_columns.Count} ({string.Join(" ", _columns.Take(4))}"
                    + (_columns.Count > 4 ? " ...)" : ")"));
            }
        }

        private void RequireNothing(int start, int end, string expected)
        {
            if (start < end && text[start] != '#')
            {
                throw Invalid($"found '{StarTable.Excerpt(text.AsSpan(start, end - start))}', expected {expected}");
            }
        }

        private int ValueEnd(int start)
        {
            int end = StarText.ValueEnd(text, start);
            return end >= 0 ? end : throw Invalid("found a quote that is not closed in its line");
        }

        private InvalidFileException Invalid(string message) => new(path, $"line {_line}: {message}");

        private static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> lowerCase)
        {
            return value.Length >= lowerCase.Length
                && Ascii.EqualsIgnoreCase(value[..lowerCase.Length], lowerCase);
        }
    }
}
