using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Packing;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Reads one page's directory strictly: what it claims is held against the file before memory is taken.
/// </summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="front">Its directories.</param>
internal sealed class TiffPageReader(string path, TiffFront front)
{
    private const string ReadableSamples = "8, 16 or 32 bits as whole numbers, or 32 as floating point";

    private IReadOnlyDictionary<int, TiffEntry> _entries = new Dictionary<int, TiffEntry>();

    /// <summary>Reads a page.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="warnings">Receives what is odd.</param>
    /// <returns>The page.</returns>
    /// <exception cref="InvalidFileException">It is no grey image that can be read.</exception>
    public TiffPage Read(int number, ICollection<Notice> warnings)
    {
        _entries = front.ReadDirectory(number);
        TiffCompression compression = Compression();
        RequireGrey();
        (int bits, TiffSampleFormat format) = Samples();
        int width = Extent(TiffTag.ImageWidth);
        int height = Extent(TiffTag.ImageLength);
        if ((long)width * height > Array.MaxLength)
        {
            throw Invalid($"{width} x {height} pixels, expected at most {Array.MaxLength}");
        }

        bool isTiled = _entries.ContainsKey((int)TiffTag.TileOffsets);
        int blockWidth = isTiled ? Extent(TiffTag.TileWidth) : width;
        int blockHeight = isTiled
            ? Extent(TiffTag.TileLength)
            : (int)Math.Clamp(Single(TiffTag.RowsPerStrip, height), 1, height);
        bool isWhole = isTiled || compression == TiffCompression.PackBits;
        if ((long)blockWidth * (isWhole ? blockHeight : 1) * (bits / 8) > Array.MaxLength)
        {
            throw Invalid($"tiles, strips or rows of {blockWidth} x {blockHeight} pixels are larger than can be used");
        }

        var page = new TiffPage(
            width,
            height,
            bits,
            format,
            compression,
            Predictor(compression, format),
            blockWidth,
            blockHeight,
            isTiled,
            [],
            [],
            front.IsBigEndian);
        page = page with
        {
            Offsets = Numbers(isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, page),
            ByteCounts = Numbers(isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, page),
        };
        RequireBlocks(page);
        long orientation = Single(TiffTag.Orientation, 1);
        if (orientation != 1)
        {
            warnings.Warn(
                path,
                NoticeCode.TiffOrientation,
                $"tag 274 (Orientation) is {orientation}; ignored, as RELION does");
        }

        return page;
    }

    private TiffCompression Compression()
    {
        long value = Single(TiffTag.Compression, 1);
        if (value <= int.MaxValue && Enum.IsDefined((TiffCompression)value))
        {
            return (TiffCompression)value;
        }

        string name = value switch
        {
            2 or 3 or 4 => " (fax)",
            6 or 7 => " (JPEG)",
            50000 => " (zstd)",
            65000 or 65001 or 65002 => " (EER, a movie: motion-correct it first)",
            _ => "",
        };
        throw Invalid(string.Create(
            CultureInfo.InvariantCulture,
            $"tag 259 (Compression) is {value}{name}, expected none (1), LZW (5), deflate (8 or 32946) or PackBits "
            + $"(32773)"));
    }

    private void RequireGrey()
    {
        long samples = Single(TiffTag.SamplesPerPixel, 1);
        long colours = Single(TiffTag.PhotometricInterpretation, 1);
        long fillOrder = Single(TiffTag.FillOrder, 1);
        if (fillOrder != 1)
        {
            throw Invalid($"tag 266 (FillOrder) is {fillOrder}, expected 1: the high bit first");
        }

        if (samples != 1)
        {
            throw Invalid($"tag 277 (SamplesPerPixel) is {samples}, expected 1: a grey image");
        }

        // 0 and 1 differ in how a screen shows the levels, not in the levels.
        if (colours is not (0 or 1))
        {
            throw Invalid($"tag 262 (PhotometricInterpretation) is {colours}, expected 0 or 1: a grey image");
        }
    }

    private (int Bits, TiffSampleFormat Format) Samples()
    {
        long bits = Single(TiffTag.BitsPerSample, 1);
        long format = Single(TiffTag.SampleFormat, 1);
        if (format == 4)
        {
            format = (long)TiffSampleFormat.Unsigned;
        }

        bool isReadable = (format, bits) is (1 or 2, 8 or 16 or 32) or (3, 32);
        return isReadable
            ? ((int)bits, (TiffSampleFormat)format)
            : throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"tag 258 (BitsPerSample) is {bits} with tag 339 (SampleFormat) {format}, expected {ReadableSamples}"));
    }

    private int Predictor(TiffCompression compression, TiffSampleFormat format)
    {
        long predictor = compression is TiffCompression.None or TiffCompression.PackBits
            ? TiffPredictor.None
            : Single(TiffTag.Predictor, TiffPredictor.None);
        bool isReadable = predictor is TiffPredictor.None or TiffPredictor.Horizontal
            || (predictor == TiffPredictor.FloatingPoint && format == TiffSampleFormat.Float);
        return isReadable
            ? (int)predictor
            : throw Invalid(
                $"tag 317 (Predictor) is {predictor}, expected 1 (none), 2 (horizontal) or, of floating point, 3");
    }

    private void RequireBlocks(TiffPage page)
    {
        IReadOnlyList<long> counts = page.ByteCounts;
        string kind = page.IsTiled ? "tile" : "strip";
        long sum = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            if (page.Offsets[i] > front.Length || counts[i] > front.Length - page.Offsets[i])
            {
                throw Invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kind} {i} has {counts[i]} bytes at byte {page.Offsets[i]}, beyond the end of the file at "
                    + $"{front.Length}"));
            }

            RequireSize(page, kind, i, counts[i]);
            sum += counts[i];
        }

        if (sum > front.Length)
        {
            throw Invalid($"its {kind}s have {sum} bytes together, more than the {front.Length} of the file");
        }

        if (page.Compression != TiffCompression.None)
        {
            if (page.Blocks * page.TileHeight > int.MaxValue)
            {
                throw Invalid($"{page.Blocks} {kind}s of {page.TileHeight} rows are more than can be unpacked");
            }

            PackedSize.Require(path, (Int128)page.BlockBytes * page.Blocks, sum, page.Compression switch
            {
                TiffCompression.Lzw => PackedSize.MostOfLzw,
                TiffCompression.PackBits => PackedSize.MostOfPackBits,
                _ => PackedSize.MostOfDeflate,
            });
        }
    }

    private void RequireSize(TiffPage page, string kind, int index, long count)
    {
        if (page.Compression != TiffCompression.None)
        {
            if (count < 1 || count > Array.MaxLength)
            {
                string expected = count < 1 ? "1 or more" : $"at most {Array.MaxLength}";
                throw Invalid($"{kind} {index} has {count} packed bytes, expected {expected}");
            }

            return;
        }

        if (count == page.BlockBytes)
        {
            return;
        }

        // The last strip may be cut at the image's edge or be as long as the others.
        long rows = page.IsTiled
            ? page.TileHeight
            : Math.Min(page.TileHeight, page.Height - ((long)index * page.TileHeight));
        long needed = rows * page.BlockRowBytes;
        if (count != needed)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind} {index} has {count} bytes, expected {needed} for its {rows} rows"));
        }
    }

    private int Extent(TiffTag tag)
    {
        long value = Single(tag, null);
        return value is > 0 and <= int.MaxValue
            ? (int)value
            : throw Invalid($"tag {(int)tag} ({tag}) is {value}, expected 1 to {int.MaxValue}");
    }

    // A tag with one value; several equal ones are let pass, for some write one for each strip.
    private long Single(TiffTag tag, long? fallback)
    {
        if (!_entries.TryGetValue((int)tag, out TiffEntry entry) || entry.Count == 0)
        {
            return fallback ?? throw Missing(tag);
        }

        return front.ReadNumbers(tag, entry with { Count = 1 })[0];
    }

    private long[] Numbers(TiffTag tag, TiffPage page)
    {
        if (!_entries.TryGetValue((int)tag, out TiffEntry entry))
        {
            throw Missing(tag);
        }

        return entry.Count == page.Blocks
            ? front.ReadNumbers(tag, entry)
            : throw Invalid(
                $"tag {(int)tag} ({tag}) has {entry.Count} values, expected {page.Blocks} for {page.Width} x "
                + $"{page.Height} pixels in blocks of {page.TileWidth} x {page.TileHeight}");
    }

    private InvalidFileException Missing(TiffTag tag) => Invalid($"tag {(int)tag} ({tag}) is missing");

    private InvalidFileException Invalid(string message) => new(path, message);
}
