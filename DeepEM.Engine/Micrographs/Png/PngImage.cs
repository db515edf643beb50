using System.Buffers.Binary;
using System.IO.Compression;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Packing;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs.Png;

/// <summary>A micrograph in a PNG file, 1 to 16 bits, interlaced or not; colours become grey with a warning.</summary>
/// <remarks>
/// Read here and not by the drawing library, which would cut 16 bits to 8; inflating is .NET's. Rows are unpacked one
/// by one, so that no more memory is taken than for the pixels themselves.
/// </remarks>
internal sealed class PngImage : ImageFile
{
    private readonly FileBytes _bytes;
    private readonly PngChunks _chunks;
    private readonly PngHeader _header;
    private readonly PngGrey _grey;

    /// <summary>Reads everything before the pixels.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="file">The file; closed with this object.</param>
    /// <exception cref="InvalidFileException">It is no PNG that can be read.</exception>
    public PngImage(string path, SafeFileHandle file)
    {
        _bytes = new FileBytes(path, file);
        _chunks = new PngChunks(_bytes);
        _header = ReadHeader();
        _grey = new PngGrey(_header, FindPixels());
        if (_header.RowBytes(_header.Width) >= Array.MaxLength)
        {
            throw Invalid($"its rows of {_header.Width} pixels are longer than can be read");
        }

        PackedSize.Require(
            path,
            (Int128)_header.RowBytes(_header.Width) * _header.Height,
            _bytes.MostBytes,
            PackedSize.MostOfDeflate);
        Header = new MicrographHeader(
            path, _header.Height, _header.Width, Sections: 1, PixelSizeAngstrom: null, [.. Warnings(path)]);
    }

    /// <inheritdoc/>
    public override MicrographHeader Header { get; }

    /// <inheritdoc/>
    public override string Images => "1 image";

    /// <inheritdoc/>
    public override long ReadRows(Span<float> pixels, ICollection<Notice> warnings)
    {
        using var unpacked = new ZLibStream(_chunks, CompressionMode.Decompress);
        foreach (PngPass pass in _header.IsInterlaced ? PngPass.Interlaced : PngPass.Whole)
        {
            ReadPass(unpacked, pass, pixels);
        }

        // What is left of the pixels' chunks holds their check sums, and IEND must follow.
        Span<byte> rest = stackalloc byte[256];
        while (_chunks.Read(rest) > 0)
        {
        }

        while (_chunks.Type != "IEND")
        {
            _chunks.SkipContent();
            _chunks.Next();
        }

        return 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _chunks.Dispose();
        _bytes.Dispose();
    }

    private PngHeader ReadHeader()
    {
        _chunks.Next();
        Span<byte> content = stackalloc byte[13];
        if (_chunks.Type != "IHDR" || _chunks.ContentLength != content.Length)
        {
            throw Invalid($"begins with chunk {_chunks.Type} of {_chunks.ContentLength} bytes, expected IHDR of 13");
        }

        _chunks.ReadContent(content);
        return PngHeader.Check(
            _bytes.Path,
            BinaryPrimitives.ReadUInt32BigEndian(content),
            BinaryPrimitives.ReadUInt32BigEndian(content[4..]),
            content[8..]);
    }

    private byte[] FindPixels()
    {
        byte[] palette = [];
        for (_chunks.Next(); _chunks.Type != "IDAT"; _chunks.Next())
        {
            if (_chunks.Type == "PLTE")
            {
                int length = _chunks.ContentLength;
                if (length % 3 != 0 || length > 3 * 256)
                {
                    throw Invalid($"its palette has {length} bytes, expected three for each of at most 256 colours");
                }

                palette = new byte[length];
                _chunks.ReadContent(palette);
            }
            else if (_chunks.Type == "IEND")
            {
                throw Invalid("has no pixels: its chunk IDAT is missing");
            }
            else if (char.IsUpper(_chunks.Type[0]))
            {
                throw Invalid($"chunk {_chunks.Type} is needed to read it and is not known");
            }
            else
            {
                _chunks.SkipContent();
            }
        }

        return _header.Colour == PngColour.Palette ? palette : [];
    }

    private IEnumerable<Notice> Warnings(string path)
    {
        if (_grey.HasColours || _header.Colour is PngColour.Rgb or PngColour.RgbAlpha)
        {
            yield return Luminance.Warning(path);
        }

        if (_header.Colour is PngColour.GreyAlpha or PngColour.RgbAlpha)
        {
            yield return Notice.Warning(path, NoticeCode.ColourPicture, "its transparency is ignored");
        }
    }

    private void ReadPass(Stream unpacked, PngPass pass, Span<float> pixels)
    {
        int columns = pass.Columns(_header.Width);
        if (columns == 0)
        {
            return;
        }

        int length = (int)_header.RowBytes(columns);
        byte[] row = new byte[1 + length];
        byte[] above = new byte[1 + length];
        float[] grey = new float[columns];
        for (int y = pass.FirstRow; y < _header.Height; y += pass.RowStep)
        {
            ReadRow(unpacked, row, y);
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), Math.Max(1, _header.PixelBits / 8));
            if (!_grey.Convert(row.AsSpan(1), grey))
            {
                throw Invalid($"row {y} has a colour that its palette does not have");
            }

            Span<float> target = pixels.Slice(y * _header.Width, _header.Width);
            for (int i = 0; i < columns; i++)
            {
                target[pass.FirstColumn + (i * pass.ColumnStep)] = grey[i];
            }

            (row, above) = (above, row);
        }
    }

    private void ReadRow(Stream unpacked, byte[] row, int y)
    {
        try
        {
            unpacked.ReadExactly(row);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            string reason = exception is EndOfStreamException ? "end there" : "are damaged there";
            throw new InvalidFileException(
                _bytes.Path, $"row {y} of {_header.Height} cannot be unpacked: the pixels {reason}", exception);
        }

        if (row[0] >= PngFilter.Count)
        {
            throw Invalid($"row {y} has filter {row[0]}, expected 0 to {PngFilter.Count - 1}");
        }
    }

    private InvalidFileException Invalid(string message) => new(_bytes.Path, $"PNG image: {message}");
}
