using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Jpeg;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Packing;
using DeepEM.Engine.Micrographs.Png;
using DeepEM.Engine.Micrographs.Tiff;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs;

/// <summary>A micrograph's file, opened: extents and pixel size at once, pixels when they are asked for.</summary>
/// <remarks>
/// The format is told by the content: MRC, packed or not, TIFF, PNG, JPEG. Where the content says nothing (an empty
/// file, say), the name decides which reader says what is wrong. Nothing as large as the pixels is allocated before the
/// header has been held against the file, and nothing at all for them where a buffer is given that fits.
/// </remarks>
public sealed class MicrographFile : IDisposable
{
    private readonly string _path;
    private readonly MicrographReading _reading;
    private readonly SafeFileHandle _file;
    private readonly FileStamp _stamp;
    private readonly ImageFile _image;
    private bool _isRead;

    private MicrographFile(string path, MicrographReading reading, SafeFileHandle file)
    {
        _path = path;
        _reading = reading;
        _file = file;
        _stamp = InputFile.Stamp(path, file);
        _image = OpenImage(path, file, reading.Slice);
    }

    /// <summary>What the header says, checked against the size of the file.</summary>
    public MicrographHeader Header => _image.Header;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image and which order of rows; null for the usual.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static MicrographFile Open(string path, MicrographReading? reading = null)
    {
        SafeFileHandle file = InputFile.Open(path);
        try
        {
            return new MicrographFile(path, reading ?? MicrographReading.Default, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the pixels; can be done once.</summary>
    /// <param name="pixels">A buffer to fill, used where it has Height·Width elements; null, or one that does not fit,
    /// for a new one.</param>
    /// <returns>The image; its pixels are finite unless damage is kept, what was odd is in its warnings.</returns>
    /// <exception cref="InvalidFileException">The file holds several images and none was chosen, ends before its
    /// pixels do, changes while it is read, or has no finite pixel.</exception>
    /// <exception cref="InvalidOperationException">They have been read before.</exception>
    public Micrograph Read(float[]? pixels = null)
    {
        if (_isRead)
        {
            throw new InvalidOperationException("The pixels have been read; the file is read front to back once.");
        }

        _isRead = true;
        RequireOneImage();
        int count = Header.Height * Header.Width;
        float[] target = pixels?.Length == count ? pixels : Allocate(count);
        List<Notice> warnings = [];
        long damaged = _image.ReadRows(target, warnings);
        RequireUnchanged();
        Check(target, damaged, warnings);
        if (IsReversed)
        {
            ReverseRows(target, Header.Width);
        }

        return new Micrograph(
            _path,
            Header.Height,
            Header.Width,
            target,
            Header.PixelSizeAngstrom,
            [.. Header.Warnings, .. warnings]);
    }

    /// <summary>Whether <see cref="ReadRows"/> can be used: the file is not packed, and its first row is y = 0.
    /// </summary>
    public bool HasRowAccess => _image.HasRowAccess && !IsReversed;

    private bool IsReversed => _reading.Rows == RowOrder.Reversed
        || (_reading.Rows == RowOrder.AsRelion && _image.IsReversedByRelion);

    /// <summary>Reads some rows as they are; several threads may do so at the same time.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="pixels">Whole rows; overwritten wholly.</param>
    /// <returns>How many pixels are no grey level; with any of them, use <see cref="Read"/>, which mends them.
    /// </returns>
    /// <exception cref="InvalidFileException">The rows cannot be read, or the file holds several images and none was
    /// chosen.</exception>
    /// <exception cref="NotSupportedException">There is no access to rows.</exception>
    public long ReadRows(int firstRow, Span<float> pixels)
    {
        RequireOneImage();
        return _image.ReadSome(firstRow, pixels);
    }

    /// <summary>To be called after the last of <see cref="ReadRows"/>.</summary>
    /// <exception cref="InvalidFileException">The file was changed while it was read.</exception>
    public void RequireUnchanged()
    {
        if (InputFile.Stamp(_path, _file) != _stamp)
        {
            throw Invalid("changed while it was read, expected a file that is written already");
        }
    }

    /// <summary>What is said about an image whose pixels are all the same.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="value">Their value.</param>
    internal static Notice Flat(string path, float value) => Notice.Warning(
        path,
        NoticeCode.BlankImage,
        string.Create(CultureInfo.InvariantCulture, $"blank image: every pixel is {value}"));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _image.Dispose();
        _file.Dispose();
    }

    private static ImageFile OpenImage(string path, SafeFileHandle file, int? slice)
    {
        Span<byte> head = stackalloc byte[FileContent.HeadSize];
        head = head[..(int)Math.Min(InputFile.Length(path, file), head.Length)];
        InputFile.ReadExactly(path, file, head, 0);
        FileContentKind kind = FileContent.Recognise(head);
        switch (kind)
        {
            case FileContentKind.Tiff:
                return new TiffImage(path, file, slice);
            case FileContentKind.Png:
                return OfOneImage(new PngImage(path, file), slice);
            case FileContentKind.Jpeg:
                return OfOneImage(new JpegImage(path, file), slice);
            case FileContentKind.Mrc or FileContentKind.Gzip or FileContentKind.Bzip2 or FileContentKind.Zstandard:
                return new MrcImage(ByteSource.Open(path, file, kind), slice);
            case FileContentKind.Empty or FileContentKind.Unknown or FileContentKind.Zeros or FileContentKind.Text
                or FileContentKind.Star:
                return OpenByName(path, file, slice);
            default:
                throw new InvalidFileException(
                    path,
                    $"is {FileContent.Describe(kind)}, expected a micrograph as MRC (also packed), TIFF, PNG or JPEG");
        }
    }

    // What has no mark of its own may be an MRC file from before 2000; its reader judges by the size.
    private static ImageFile OpenByName(string path, SafeFileHandle file, int? slice) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".TIF" or ".TIFF" => new TiffImage(path, file, slice),
            ".PNG" => new PngImage(path, file),
            ".JPG" or ".JPEG" => new JpegImage(path, file),
            _ => new MrcImage(new FileBytes(path, file), slice),
        };

    private static ImageFile OfOneImage(ImageFile image, int? slice) => slice is null or 0
        ? image
        : throw new InvalidFileException(image.Header.Path, $"has no slice {slice}, expected 0: it holds one image");

    private float[] Allocate(int count)
    {
        try
        {
            return GC.AllocateUninitializedArray<float>(count);
        }
        catch (OutOfMemoryException exception)
        {
            throw new InvalidFileException(
                _path,
                $"{Header.Width}×{Header.Height} px need {4L * count} bytes of memory, more than there is",
                exception);
        }
    }

    private void Check(float[] pixels, long damaged, List<Notice> warnings)
    {
        if (damaged == pixels.Length)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"none of its {damaged} pixels is a finite grey level within 1e15"));
        }

        if (damaged > 0 && _reading.KeepsDamage)
        {
            DamagedPixels.Mark(pixels);
        }
        else if (damaged > 0)
        {
            DamagedPixels.Replace(pixels, Header.Height, Header.Width);
            warnings.Warn(
                _path,
                NoticeCode.DamagedPixels,
                string.Create(
                CultureInfo.InvariantCulture,
                $"{damaged} of {pixels.Length} pixels are NaN, infinite or beyond 1e15; "
                + $"replaced by the mean around them"));
        }

        if (pixels.Length > 1 && !pixels.AsSpan().ContainsAnyExcept(pixels[0]))
        {
            warnings.Add(Flat(_path, pixels[0]));
        }
    }

    private static void ReverseRows(Span<float> pixels, int width)
    {
        float[] spare = new float[width];
        for (int top = 0, bottom = pixels.Length - width; top < bottom; top += width, bottom -= width)
        {
            Span<float> upper = pixels.Slice(top, width);
            Span<float> lower = pixels.Slice(bottom, width);
            upper.CopyTo(spare);
            lower.CopyTo(upper);
            spare.CopyTo(lower);
        }
    }

    private void RequireOneImage()
    {
        if (_reading.Slice is null && Header.Sections != 1)
        {
            throw new InvalidFileException(
                _path, $"{_image.Images}, expected one image", code: NoticeCode.SeveralImages)
            {
                Figure = new NoticeFigure("last", Header.Sections - 1),
            };
        }
    }

    private InvalidFileException Invalid(string message) => new(_path, message);
}
