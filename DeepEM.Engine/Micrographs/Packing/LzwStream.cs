namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>Unpacks the LZW of TIFF (TIFF 6.0, section 13).</summary>
/// <remarks>
/// Codes begin at the high end of a byte. 256 clears the table, 257 ends. Codes are 9 bits wide until 511 strings are
/// known, one fewer than would fit, then 10, and so on to 12.
/// </remarks>
/// <param name="packed">The packed bytes; stays open.</param>
internal sealed class LzwStream(Stream packed) : ForwardStream
{
    private const int Clear = 256;
    private const int End = 257;
    private const int TableSize = 1 << MostBits;
    private const int LeastBits = 9;
    private const int MostBits = 12;

    // A string is that of its prefix and one byte more; the first 256 are the bytes themselves.
    private readonly ushort[] _prefixes = new ushort[TableSize];
    private readonly byte[] _lastBytes = [.. Enumerable.Range(0, TableSize).Select(i => (byte)i)];
    private readonly byte[] _firstBytes = [.. Enumerable.Range(0, TableSize).Select(i => (byte)i)];
    private readonly ushort[] _lengths = [.. Enumerable.Repeat((ushort)1, TableSize)];

    // The string of the last code, as far as it has not been handed out.
    private readonly byte[] _pending = new byte[TableSize];
    private int _pendingStart;
    private int _pendingEnd;

    private int _known = End + 1;
    private int _width = LeastBits;
    private int _previous = -1;
    private uint _bits;
    private int _bitCount;
    private bool _isEnded;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A code is none that can stand there.</exception>
    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            if (_pendingStart == _pendingEnd && !Next())
            {
                break;
            }

            int count = Math.Min(buffer.Length - done, _pendingEnd - _pendingStart);
            _pending.AsSpan(_pendingStart, count).CopyTo(buffer[done..]);
            _pendingStart += count;
            done += count;
        }

        return done;
    }

    // Unpacks one code into the pending bytes.
    private bool Next()
    {
        int code = ReadCode();
        while (code == Clear)
        {
            _known = End + 1;
            _width = LeastBits;
            _previous = -1;
            code = ReadCode();
        }

        if (code is End or < 0)
        {
            _isEnded = true;
            return false;
        }

        bool isNew = code == _known && _previous >= 0;
        if (!isNew && (code >= _known || (_previous < 0 && code > byte.MaxValue)))
        {
            throw new InvalidDataException($"LZW code {code} where {_known} strings are known");
        }

        if (_previous >= 0 && _known < TableSize)
        {
            _prefixes[_known] = (ushort)_previous;
            _firstBytes[_known] = _firstBytes[_previous];
            _lastBytes[_known] = _firstBytes[isNew ? _previous : code];
            _lengths[_known] = (ushort)(_lengths[_previous] + 1);
            _known++;
            if (_known == (1 << _width) - 1 && _width < MostBits)
            {
                _width++;
            }
        }

        _previous = code;
        Unroll(code);
        return true;
    }

    private void Unroll(int code)
    {
        _pendingStart = 0;
        _pendingEnd = _lengths[code];
        for (int i = _pendingEnd - 1; i >= 0; i--)
        {
            _pending[i] = _lastBytes[code];
            code = _prefixes[code];
        }
    }

    private int ReadCode()
    {
        while (_bitCount < _width)
        {
            int next = _isEnded ? -1 : packed.ReadByte();
            if (next < 0)
            {
                return -1;
            }

            _bits = (_bits << 8) | (uint)next;
            _bitCount += 8;
        }

        _bitCount -= _width;
        return (int)(_bits >> _bitCount) & ((1 << _width) - 1);
    }
}
