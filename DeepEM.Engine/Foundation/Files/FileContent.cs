using System.Text;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Tells files apart by their first bytes.</summary>
public static class FileContent
{
    /// <summary>How many first bytes decide.</summary>
    public const int HeadSize = 1024;

    /// <summary>Tells what a file looks like.</summary>
    /// <param name="head">Its first bytes: all of them, or <see cref="HeadSize"/>.</param>
    /// <returns>The kind.</returns>
    public static FileContentKind Recognise(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return FileContentKind.Empty;
        }

        // Magic numbers of two bytes ("BM", "\xFF\xD8") are not enough: they are the width of many an MRC file.
        if (head.Length >= 212 && head.Slice(208, 3).SequenceEqual("MAP"u8) && head[211] is (byte)' ' or 0)
        {
            return FileContentKind.Mrc;
        }

        return head switch
        {
            _ when head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) => FileContentKind.Tiff,
            _ when head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8) => FileContentKind.Tiff,
            _ when head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) => FileContentKind.Png,
            _ when head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) => FileContentKind.Jpeg,
            _ when head.StartsWith<byte>([0x1F, 0x8B, 8]) => FileContentKind.Gzip,
            _ when head.StartsWith("BZh"u8) => FileContentKind.Bzip2,
            _ when head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) => FileContentKind.Zstandard,
            _ when head.StartsWith<byte>([0x89, (byte)'H', (byte)'D', (byte)'F']) => FileContentKind.Hdf5,
            _ when head.StartsWith("PK\u0003\u0004"u8) => FileContentKind.Zip,
            _ when head.StartsWith<byte>([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])
                => FileContentKind.NumPy,
            _ when !head.ContainsAnyExcept((byte)0) => FileContentKind.Zeros,
            _ => RecogniseText(head),
        };
    }

    /// <summary>Names a kind for a message.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example "a PNG image".</returns>
    public static string Describe(FileContentKind kind) => kind switch
    {
        FileContentKind.Mrc => "an MRC file",
        FileContentKind.Tiff => "a TIFF image",
        FileContentKind.Png => "a PNG image",
        FileContentKind.Jpeg => "a JPEG image",
        FileContentKind.Gzip => "gzip-compressed",
        FileContentKind.Bzip2 => "bzip2-compressed",
        FileContentKind.Zstandard => "zstd-compressed",
        FileContentKind.Hdf5 => "an HDF5 file",
        FileContentKind.Zip => "a ZIP archive",
        FileContentKind.NumPy => "a NumPy array",
        FileContentKind.Html => "an HTML page",
        FileContentKind.Star => "a STAR file",
        FileContentKind.Text => "text",
        FileContentKind.Zeros => "zeros only",
        FileContentKind.Empty => "empty",
        _ => "unknown binary data",
    };

    private static FileContentKind RecogniseText(ReadOnlySpan<byte> head)
    {
        foreach (byte value in head)
        {
            if (value < 32 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return FileContentKind.Unknown;
            }
        }

        string text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return FileContentKind.Html;
        }

        bool isStar = text.StartsWith("data_", StringComparison.OrdinalIgnoreCase)
            || text.Contains("\ndata_", StringComparison.OrdinalIgnoreCase)
            || text.Contains("\rdata_", StringComparison.OrdinalIgnoreCase);
        if (isStar)
        {
            return FileContentKind.Star;
        }

        // Bytes that are no UTF-8 come out as U+FFFD. A name in Latin-1 has a few of them, numbers have many.
        return text.AsSpan().Count('\uFFFD') > text.Length / 8 ? FileContentKind.Unknown : FileContentKind.Text;
    }
}
