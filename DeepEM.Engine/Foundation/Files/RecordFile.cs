using System.Buffers.Binary;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>A file that only grows, record by record: after a crash each record is there whole, or not at all.
/// </summary>
/// <remarks>
/// <code>mark (8 bytes), name (16 bytes, drawn when the file is made), then records: length (int32), the first 8 bytes
/// of the SHA-256 of the bytes, the bytes; all numbers little-endian</code>
/// A record is flushed to the disk before the next is written, so that only the last can be torn. What does not hold
/// together ends the file for whoever reads, and is cut off by who appends. Several programs may append in turn, each
/// with a lock that this type does not take (<see cref="OutputLock"/>). A file that another program has written anew
/// is recognised by its name. One object serves one caller at a time.
/// </remarks>
/// <param name="path">The file, in a folder that exists when the first record is appended.</param>
public sealed class RecordFile(string path)
{
    // Far more than any record; what is longer is none.
    private const int LongestRecord = 1 << 26;
    private const int MarkLength = 8;
    private const int HeaderLength = MarkLength + 16;
    private const int FrameLength = sizeof(int) + sizeof(long);

    // Small: the file is opened anew for every record that is appended.
    private const int BufferSize = 1 << 12;

    private byte[] _name = [];
    private byte[] _record = [];

    /// <summary>Receives a record.</summary>
    /// <param name="offset">Where its bytes begin in the file.</param>
    /// <param name="record">The bytes, valid during the call.</param>
    public delegate void ReadRecord(long offset, ReadOnlySpan<byte> record);

    private static ReadOnlySpan<byte> Mark => "DEEPEMr1"u8;

    /// <summary>Bytes that have been read, up to the end of the last whole record.</summary>
    public long End { get; private set; }

    /// <summary>Reads what has been appended since the last call.</summary>
    /// <param name="begin">Called first where the file is not the one of the last call: all records follow anew.
    /// </param>
    /// <param name="read">Called for each record, in their order.</param>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public void Refresh(Action begin, ReadRecord read)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(read);
        using FileStream? file = Open();
        Refresh(file, begin, read);
    }

    /// <summary>Appends a record and flushes it to the disk.</summary>
    /// <param name="record">The bytes.</param>
    /// <returns>Where they begin in the file.</returns>
    /// <remarks>To be called after <see cref="Refresh(Action, ReadRecord)"/>, under one lock with it.</remarks>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public long Append(ReadOnlySpan<byte> record)
    {
        if (End == 0)
        {
            (_name, End) = (Create([]), HeaderLength);
        }

        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length > End)
            {
                file.SetLength(End);
            }

            file.Position = End;
            byte[] framed = Framed(record);
            file.Write(framed);
            file.Flush(flushToDisk: true);
            long offset = End + FrameLength;
            End += framed.Length;
            return offset;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }

    /// <summary>Replaces the file, atomically, by one with other records.</summary>
    /// <param name="records">The bytes of each.</param>
    /// <remarks>All it holds then is read by the next <see cref="Refresh(Action, ReadRecord)"/>.</remarks>
    /// <exception cref="IOException">It could not be written; the message is one line that begins with the path.
    /// </exception>
    public void Rewrite(IEnumerable<byte[]> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        Create(records);
        (_name, End) = ([], 0);
    }

    /// <summary>Opens the file as it is now, for bytes at offsets that were read before.</summary>
    /// <returns>The file; null where there is none, or another since.</returns>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public Stream? OpenRead()
    {
        FileStream? file = Open();
        if (file is not null && ReadName(file).AsSpan().SequenceEqual(_name))
        {
            return file;
        }

        file?.Dispose();
        return null;
    }

    private byte[] Create(IEnumerable<byte[]> records)
    {
        byte[] name = Guid.NewGuid().ToByteArray();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Mark);
            stream.Write(name);
            foreach (byte[] record in records)
            {
                stream.Write(Framed(record));
            }
        });
        return name;
    }

    private FileStream? Open()
    {
        try
        {
            return File.Exists(path)
                ? new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {AtomicFile.Reason(exception)}", exception);
        }
    }

    private void Refresh(FileStream? file, Action begin, ReadRecord read)
    {
        byte[] name = file is null ? [] : ReadName(file);
        if (!name.AsSpan().SequenceEqual(_name) || End > (file?.Length ?? 0) || End == 0)
        {
            begin();
            (_name, End) = (name, name.Length == 0 ? 0 : HeaderLength);
        }

        if (file is null || End == 0)
        {
            return;
        }

        file.Position = End;
        while (TryRead(file, out int length))
        {
            read(End + FrameLength, _record.AsSpan(0, length));
            End += FrameLength + length;
        }
    }

    private bool TryRead(FileStream file, out int length)
    {
        Span<byte> frame = stackalloc byte[FrameLength];
        length = file.ReadAtLeast(frame, FrameLength, throwOnEndOfStream: false) < FrameLength
            ? -1
            : BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length < 0 || length > LongestRecord || length > file.Length - file.Position)
        {
            return false;
        }

        if (_record.Length < length)
        {
            _record = new byte[length];
        }

        Span<byte> record = _record.AsSpan(0, length);
        return file.ReadAtLeast(record, length, throwOnEndOfStream: false) == length
            && Checksum(record) == BinaryPrimitives.ReadInt64LittleEndian(frame[sizeof(int)..]);
    }

    private static byte[] ReadName(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        file.Position = 0;
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
            && header[..MarkLength].SequenceEqual(Mark)
                ? header[MarkLength..].ToArray()
                : [];
    }

    private static byte[] Framed(ReadOnlySpan<byte> record)
    {
        byte[] framed = new byte[FrameLength + record.Length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, record.Length);
        BinaryPrimitives.WriteInt64LittleEndian(framed.AsSpan(sizeof(int)), Checksum(record));
        record.CopyTo(framed.AsSpan(FrameLength));
        return framed;
    }

    private static long Checksum(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadInt64LittleEndian(Sha256Digest.Of(record));
}
