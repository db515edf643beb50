using System.Buffers.Binary;
using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Walks the directories of a TIFF or BigTIFF without believing any of its numbers.</summary>
/// <remarks>
/// Every offset and count is held against the length of the file before it is followed, the chain of directories is
/// followed once around at most, and nothing is allocated that the file could not fill. Format: TIFF 6.0 (Adobe, 1992),
/// section 2; BigTIFF as libtiff's documentation has it.
/// </remarks>
internal sealed class TiffFront
{
    // More than any camera's movie; it bounds the memory that finding circles takes.
    private const int MostPages = 1 << 16;
    private const int MostEntries = 4096;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly List<long> _directories = [];

    /// <summary>Reads the header and walks the chain of directories.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="file">The file; stays open.</param>
    /// <exception cref="InvalidFileException">It is not a TIFF, or its chain is broken.</exception>
    public TiffFront(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
        Length = InputFile.Length(path, file);
        if (Length < 8)
        {
            throw Invalid($"{Length} bytes, a TIFF header needs 8");
        }

        Span<byte> head = stackalloc byte[16];
        head = head[..(int)Math.Min(Length, head.Length)];
        InputFile.ReadExactly(path, file, head, 0);
        IsBigEndian = head.StartsWith("MM"u8);
        if (!IsBigEndian && !head.StartsWith("II"u8))
        {
            throw Invalid("not a TIFF file: it does not begin with II or MM");
        }

        int version = (int)Number(head[2..], 2);
        IsBig = version == 43;
        if (version is not (42 or 43))
        {
            throw Invalid($"TIFF version {version}, expected 42, or 43 for BigTIFF");
        }

        if (IsBig && (head.Length < 16 || Number(head[4..], 2) != 8 || Number(head[6..], 2) != 0))
        {
            throw Invalid("its BigTIFF header is damaged, expected offsets of 8 bytes");
        }

        Walk(IsBig ? Number(head[8..], 8) : Number(head[4..], 4));
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Whether the high byte comes first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Whether it is a BigTIFF.</summary>
    public bool IsBig { get; }

    /// <summary>How many pages there are.</summary>
    public int Pages => _directories.Count;

    /// <summary>Reads a page's directory.</summary>
    /// <param name="page">From 0.</param>
    /// <returns>Its entries by tag; the values of all of them lie within the file.</returns>
    /// <exception cref="InvalidFileException">An entry points outside the file, or a tag is there twice.</exception>
    public IReadOnlyDictionary<int, TiffEntry> ReadDirectory(int page)
    {
        (long first, int count, _) = Frame(_directories[page]);
        byte[] bytes = new byte[count * EntrySize];
        InputFile.ReadExactly(_path, _file, bytes, first);
        Dictionary<int, TiffEntry> entries = new(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * EntrySize, EntrySize);
            int tag = (int)Number(entry, 2);
            int type = (int)Number(entry[2..], 2);
            ulong values = Number(entry[4..], WordSize);
            UInt128 size = (UInt128)values * (uint)SizeOf(type);
            long inside = first + (i * EntrySize) + 4 + WordSize;
            ulong offset = size <= (uint)WordSize ? (ulong)inside : Number(entry[(4 + WordSize)..], WordSize);
            if (offset + size > (UInt128)Length)
            {
                throw Invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"tag {tag} ({(TiffTag)tag}) has {values} values at byte {offset}, which go beyond the end of the "
                    + $"file at {Length}"));
            }

            if (!entries.TryAdd(tag, new TiffEntry(type, (long)values, (long)offset)))
            {
                throw Invalid($"tag {tag} ({(TiffTag)tag}) is there twice in page {page}");
            }
        }

        return entries;
    }

    /// <summary>Reads the values of an entry.</summary>
    /// <param name="tag">Its tag, for messages.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>The values.</returns>
    /// <exception cref="InvalidFileException">They are no whole numbers, or too large to be used.</exception>
    public long[] ReadNumbers(TiffTag tag, TiffEntry entry)
    {
        if (entry.Type is not (1 or 3 or 4 or 16))
        {
            throw Invalid($"tag {(int)tag} ({tag}) has type {entry.Type}, expected whole numbers (1, 3, 4 or 16)");
        }

        int size = SizeOf(entry.Type);
        if (entry.Count * size > Array.MaxLength)
        {
            throw Invalid($"tag {(int)tag} ({tag}) has {entry.Count} values, more than can be used");
        }

        byte[] bytes = new byte[entry.Count * size];
        InputFile.ReadExactly(_path, _file, bytes, entry.Offset);
        long[] numbers = new long[entry.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            ulong number = Number(bytes.AsSpan(i * size), size);
            numbers[i] = number <= long.MaxValue
                ? (long)number
                : throw Invalid($"tag {(int)tag} ({tag}) is {number}, expected at most {long.MaxValue}");
        }

        return numbers;
    }

    private int WordSize => IsBig ? 8 : 4;

    private int EntrySize => 4 + (2 * WordSize);

    private static int SizeOf(int type) => type switch
    {
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 1,
    };

    private void Walk(ulong offset)
    {
        if (offset == 0)
        {
            throw Invalid("its first directory is at byte 0: it holds no image");
        }

        HashSet<long> seen = [];
        while (offset != 0)
        {
            if (offset > (ulong)Length)
            {
                throw Invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"directory {_directories.Count} is at byte {offset}, beyond the end of the file at {Length}"));
            }

            if (!seen.Add((long)offset))
            {
                throw Invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"its directories form a circle: after directory {_directories.Count - 1} comes the one at byte "
                    + $"{offset} again"));
            }

            if (_directories.Count == MostPages)
            {
                throw Invalid($"has more than {MostPages} pages");
            }

            _directories.Add((long)offset);
            (_, _, offset) = Frame((long)offset);
        }
    }

    // Where the entries begin, how many there are, and where the next directory is.
    private (long First, int Count, ulong Next) Frame(long directory)
    {
        int countSize = IsBig ? 8 : 2;
        Span<byte> bytes = stackalloc byte[8];
        RequireInside(directory, countSize);
        InputFile.ReadExactly(_path, _file, bytes[..countSize], directory);
        ulong count = Number(bytes, countSize);
        if (count is 0 or > MostEntries)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"the directory at byte {directory} claims {count} entries, expected 1 to {MostEntries}"));
        }

        long first = directory + countSize;
        long end = first + ((long)count * EntrySize);
        RequireInside(first, end - first + WordSize);
        InputFile.ReadExactly(_path, _file, bytes[..WordSize], end);
        return (first, (int)count, Number(bytes, WordSize));
    }

    private void RequireInside(long offset, long size)
    {
        if (offset > Length - size)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"a directory at byte {offset} goes beyond the end of the file at {Length}: it is truncated"));
        }
    }

    private ulong Number(ReadOnlySpan<byte> bytes, int size) => (size, IsBigEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };

    private InvalidFileException Invalid(string message) => new(_path, message);
}
