namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>Unpacks PackBits (TIFF 6.0, section 9): n from 0 to 127, then n + 1 bytes; n from 129 to 255, then one byte
/// that stands for 257 - n; 128 stands for nothing.</summary>
/// <param name="packed">The packed bytes; stays open.</param>
internal sealed class PackBitsStream(Stream packed) : ForwardStream
{
    private int _literals;
    private int _repeats;
    private byte _repeated;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            if (_repeats > 0)
            {
                int count = Math.Min(_repeats, buffer.Length - done);
                buffer.Slice(done, count).Fill(_repeated);
                _repeats -= count;
                done += count;
            }
            else if (_literals > 0)
            {
                int count = packed.Read(buffer.Slice(done, Math.Min(_literals, buffer.Length - done)));
                if (count == 0)
                {
                    break;
                }

                _literals -= count;
                done += count;
            }
            else if (!Next())
            {
                break;
            }
        }

        return done;
    }

    private bool Next()
    {
        int code = packed.ReadByte();
        if (code > 128)
        {
            int value = packed.ReadByte();
            if (value < 0)
            {
                return false;
            }

            (_repeats, _repeated) = (257 - code, (byte)value);
        }
        else if (code is >= 0 and < 128)
        {
            _literals = code + 1;
        }

        return code >= 0;
    }
}
