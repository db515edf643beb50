using System.Buffers;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Packing;
using Microsoft.Win32.SafeHandles;
using SkiaSharp;

namespace DeepEM.Engine.Micrographs.Jpeg;

/// <summary>A micrograph in a JPEG file, baseline or progressive; colours become grey with a warning.</summary>
/// <remarks>
/// Decoded by libjpeg-turbo in SkiaSharp, which draws the pictures too. It sees only files whose frame header is
/// possible for their length and that have few scans, for a picture of thousands would keep it busy for hours.
/// </remarks>
internal sealed class JpegImage : ImageFile
{
    // libjpeg writes 10 for grey and colour alike.
    private const int MostScans = 100;

    // Rows are decoded some at a time, so that memory is that of the file and the pixels.
    private const int BandBytes = 1 << 18;

    private readonly FileBytes _bytes;
    private readonly JpegHeader _header;

    /// <summary>Reads the frame header.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="file">The file; closed with this object.</param>
    /// <exception cref="InvalidFileException">It is no JPEG that can be read.</exception>
    public JpegImage(string path, SafeFileHandle file)
    {
        _bytes = new FileBytes(path, file);
        _header = JpegHeader.Read(_bytes);
        if ((long)_header.Width * _header.Height * PixelBytes > Array.MaxLength)
        {
            throw Invalid($"{_header.Width} x {_header.Height} pixels are more than can be read");
        }

        PackedSize.Require(path, (Int128)_header.Width * _header.Height, _bytes.MostBytes, PackedSize.MostOfJpeg);
        Header = new MicrographHeader(
            path,
            _header.Height,
            _header.Width,
            Sections: 1,
            PixelSizeAngstrom: null,
            _header.Components == 1 ? [] : [Luminance.Warning(path)]);
    }

    /// <inheritdoc/>
    public override MicrographHeader Header { get; }

    /// <inheritdoc/>
    public override string Images => "1 image";

    /// <inheritdoc/>
    public override long ReadRows(Span<float> pixels, ICollection<Notice> warnings)
    {
        if (_bytes.MostBytes > Array.MaxLength)
        {
            throw Invalid($"has {_bytes.MostBytes} bytes, expected at most {Array.MaxLength}");
        }

        byte[] file = ArrayPool<byte>.Shared.Rent((int)_bytes.MostBytes);
        int band = Math.Clamp(BandBytes / (_header.Width * PixelBytes), 1, _header.Height);
        byte[] decoded = ArrayPool<byte>.Shared.Rent(band * _header.Width * PixelBytes);
        try
        {
            Span<byte> content = file.AsSpan(0, (int)_bytes.MostBytes);
            _bytes.MoveTo(0);
            _bytes.ReadExactly(content);
            RequireFewScans(content);
            Decode(content, band, decoded, pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file);
            ArrayPool<byte>.Shared.Return(decoded);
        }

        return 0;
    }

    /// <inheritdoc/>
    public override void Dispose() => _bytes.Dispose();

    private bool IsGrey => _header.Components == 1;

    // Skia gives colours with a fourth byte.
    private int PixelBytes => IsGrey ? 1 : 4;

    private void RequireFewScans(ReadOnlySpan<byte> content)
    {
        // In packed pixels FF is followed by 0 or a restart marker only.
        int scans = content.Count([(byte)0xFF, (byte)0xDA]);
        if (scans > MostScans)
        {
            throw Invalid($"has {scans} scans, expected at most {MostScans}");
        }
    }

    private unsafe void Decode(ReadOnlySpan<byte> content, int band, byte[] decoded, Span<float> pixels)
    {
        using SKData data = SKData.CreateCopy(content);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != _header.Width || codec.Info.Height != _header.Height)
        {
            throw Invalid("cannot be decoded as a JPEG: it is damaged");
        }

        SKColorType colours = IsGrey ? SKColorType.Gray8 : SKColorType.Rgba8888;
        var info = new SKImageInfo(_header.Width, _header.Height, colours, SKAlphaType.Opaque, colorspace: null);
        SKCodecResult result = codec.StartScanlineDecode(info);
        if (result != SKCodecResult.Success)
        {
            // A progressive one is read to its end here, before the first row.
            throw Invalid($"cannot be decoded as a JPEG: it is truncated or damaged ({result})");
        }

        for (int row = 0; row < _header.Height; row += band)
        {
            int rows = Math.Min(band, _header.Height - row);
            fixed (byte* target = decoded)
            {
                int read = codec.GetScanlines((nint)target, rows, info.RowBytes);
                if (read < rows)
                {
                    throw Invalid($"its pixels end too early: it is truncated in row {row + read}");
                }
            }

            Convert(decoded, pixels.Slice(row * _header.Width, rows * _header.Width));
        }
    }

    private void Convert(ReadOnlySpan<byte> decoded, Span<float> pixels)
    {
        if (IsGrey)
        {
            PixelConversion.Widen(decoded[..pixels.Length], SampleType.UnsignedBytes, pixels);
            return;
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            ReadOnlySpan<byte> pixel = decoded.Slice(i * PixelBytes, PixelBytes);
            pixels[i] = Luminance.Of(pixel[0], pixel[1], pixel[2]);
        }
    }

    private InvalidFileException Invalid(string message) => new(_bytes.Path, $"JPEG image: {message}");
}
