using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Tiff;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>Whether a file that may still be written holds all of its image already, as far as its content tells.
/// </summary>
/// <remarks>
/// An MRC file says how long it has to be, the last page of a TIFF where its pixels end. That is not enough alone: many
/// programs take the room for the whole file first and fill it then. So a file has to stand still as well, and longer
/// where its content says little: packed files and pictures, and files that end in zeros.
/// </remarks>
/// <param name="Lack">What is missing; null where nothing is, as far as can be told.</param>
/// <param name="Rest">How long the file has to stand still at least before it is taken for whole.</param>
internal readonly record struct FileWholeness(string? Lack, TimeSpan Rest)
{
    // Bytes at the end that are looked at, and the share of the file that they are at most.
    private const int TailSize = 4096;
    private const int TailShare = 32;

    private static readonly TimeSpan _restWithoutLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _restWithZeros = TimeSpan.FromSeconds(30);

    /// <summary>Looks into a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="file">The file, open.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>What was found; what can never be read lacks nothing, because waiting does not mend it.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read at all.</exception>
    public static FileWholeness Of(string path, SafeFileHandle file, long length)
    {
        Span<byte> head = stackalloc byte[FileContent.HeadSize];
        head = head[..(int)Math.Min(length, head.Length)];
        InputFile.ReadExactly(path, file, head, 0);
        FileContentKind kind = FileContent.Recognise(head);
        return kind switch
        {
            FileContentKind.Empty => new("is empty", TimeSpan.Zero),
            FileContentKind.Zeros => new("begins with zeros: nothing is written there yet", TimeSpan.Zero),
            FileContentKind.Mrc when head.Length == MrcHeader.Size => OfMrc(path, file, head, length),
            FileContentKind.Tiff => OfTiff(path, file),
            FileContentKind.Png or FileContentKind.Jpeg or FileContentKind.Gzip or FileContentKind.Bzip2
                or FileContentKind.Zstandard => new(null, _restWithoutLength),
            _ => OfAny(path),
        };
    }

    private static FileWholeness OfMrc(string path, SafeFileHandle file, ReadOnlySpan<byte> head, long length)
    {
        Int128? little = new MrcFields(head, isBigEndian: false).NeededBytes;
        Int128? big = new MrcFields(head, isBigEndian: true).NeededBytes;
        Int128? least = little is null || big < little ? big : little;
        return least > length
            ? new(string.Create(CultureInfo.InvariantCulture, $"has {length} of {least} bytes"), TimeSpan.Zero)
            : new(null, EndsInZeros(path, file, length) ? _restWithZeros : TimeSpan.Zero);
    }

    // Where the last page ends; other pages were written before it.
    private static FileWholeness OfTiff(string path, SafeFileHandle file)
    {
        try
        {
            TiffFront front = new(path, file);
            IReadOnlyDictionary<int, TiffEntry> page = front.ReadDirectory(front.Pages - 1);
            long[] offsets = Numbers(front, page, TiffTag.StripOffsets, TiffTag.TileOffsets);
            long[] counts = Numbers(front, page, TiffTag.StripByteCounts, TiffTag.TileByteCounts);
            long end = offsets.Zip(counts, (offset, count) => offset + count).DefaultIfEmpty().Max();
            return end > front.Length
                ? new($"has {front.Length} bytes, its pixels end at {end}", TimeSpan.Zero)
                : new(null, EndsInZeros(path, file, end) ? _restWithZeros : TimeSpan.Zero);
        }
        catch (InvalidFileException incomplete)
        {
            return new(incomplete.Text, TimeSpan.Zero);
        }
    }

    private static long[] Numbers(
        TiffFront front, IReadOnlyDictionary<int, TiffEntry> page, TiffTag strips, TiffTag tiles) =>
        page.TryGetValue((int)strips, out TiffEntry entry) || page.TryGetValue((int)tiles, out entry)
            ? front.ReadNumbers(strips, entry)
            : [];

    // Room that was taken and is not yet written to reads as zeros, and so does a padded border.
    private static bool EndsInZeros(string path, SafeFileHandle file, long end)
    {
        Span<byte> tail = stackalloc byte[(int)Math.Min(end / TailShare, TailSize)];
        InputFile.ReadExactly(path, file, tail, end - tail.Length);
        return !tail.ContainsAnyExcept((byte)0);
    }

    private static FileWholeness OfAny(string path)
    {
        try
        {
            MicrographFile.Open(path).Dispose();
            return new(null, TimeSpan.Zero);
        }
        catch (InvalidFileException incomplete)
        {
            return new(incomplete.Text, TimeSpan.Zero);
        }
    }
}
