using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Packing;

namespace DeepEM.Engine.Micrographs.Png;

/// <summary>The chunks of a PNG, one after the other; the pixels in them as one stream.</summary>
/// <remarks>
/// PNG (W3C Recommendation, third edition), section 5. A chunk's length is held against the file before it is believed,
/// and the check sum of every chunk that is read is verified.
/// </remarks>
internal sealed class PngChunks : ForwardStream
{
    private const int SignatureLength = 8;

    // Length and type before the content, the check sum after it.
    private const int FrontLength = 8;
    private const int ChecksumLength = 4;

    private readonly FileBytes _bytes;
    private readonly Crc32 _checksum = new();
    private int _rest;

    /// <summary>Begins at the first chunk.</summary>
    /// <param name="bytes">The file; stays open.</param>
    /// <exception cref="InvalidFileException">The signature is damaged.</exception>
    public PngChunks(FileBytes bytes)
    {
        _bytes = bytes;
        Span<byte> signature = stackalloc byte[SignatureLength];
        int length = bytes.Read(signature);
        if (!signature[..length].SequenceEqual<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
        {
            throw Invalid("the first eight bytes are not those of a PNG: cut off, or its line ends were converted");
        }
    }

    /// <summary>The type of the chunk that was begun, for example IDAT.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Bytes of its content.</summary>
    public int ContentLength { get; private set; }

    /// <summary>Begins the next chunk.</summary>
    /// <exception cref="InvalidFileException">There is none, or it goes beyond the end of the file.</exception>
    public void Next()
    {
        Span<byte> front = stackalloc byte[FrontLength];
        if (_bytes.Read(front) < front.Length)
        {
            throw Invalid($"ends after {Before}, expected chunk IEND: it is truncated");
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(front);
        ReadOnlySpan<byte> type = front[4..];
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw Invalid($"what follows {Before} is no chunk: it is damaged");
            }
        }

        Type = Encoding.ASCII.GetString(type);
        if (length > int.MaxValue || length > _bytes.Rest - ChecksumLength)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"chunk {Type} has {length} bytes, the file {Math.Max(0, _bytes.Rest - ChecksumLength)} more: it is "
                + $"truncated or damaged"));
        }

        ContentLength = (int)length;
        _rest = ContentLength;
        _checksum.Reset();
        _checksum.Append(type);
    }

    /// <summary>Reads the whole content of the chunk.</summary>
    /// <param name="content">As long as the content, overwritten.</param>
    /// <exception cref="InvalidFileException">Its check sum is wrong.</exception>
    public void ReadContent(Span<byte> content)
    {
        ReadOn(content);
        Verify();
    }

    /// <summary>Leaves the content of the chunk out.</summary>
    public void SkipContent()
    {
        _bytes.Skip(_rest + ChecksumLength);
        _rest = 0;
    }

    /// <summary>Reads pixels: the content of this IDAT chunk and those that follow.</summary>
    /// <param name="buffer">Overwritten from its beginning.</param>
    /// <returns>Bytes read; 0 where another chunk begins.</returns>
    /// <exception cref="InvalidFileException">A check sum is wrong, or the file ends.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_rest == 0 && Type == "IDAT" && !buffer.IsEmpty)
        {
            Verify();
            Next();
        }

        if (Type != "IDAT")
        {
            return 0;
        }

        Span<byte> piece = buffer[..Math.Min(buffer.Length, _rest)];
        ReadOn(piece);
        return piece.Length;
    }

    private string Before => Type.Length == 0 ? "the signature" : Type;

    private void ReadOn(Span<byte> bytes)
    {
        _bytes.ReadExactly(bytes);
        _rest -= bytes.Length;
        _checksum.Append(bytes);
    }

    private void Verify()
    {
        Span<byte> stored = stackalloc byte[ChecksumLength];
        _bytes.ReadExactly(stored);
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(stored);
        uint found = _checksum.GetCurrentHashAsUInt32();
        if (found != expected)
        {
            throw Invalid($"the check sum of chunk {Type} is {found:X8}, expected {expected:X8}: it is damaged");
        }
    }

    private InvalidFileException Invalid(string message) => new(_bytes.Path, $"PNG image: {message}");
}
