using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>Reads an MRC header strictly: every field is held against the size of the file before it is believed.
/// </summary>
/// <remarks>
/// What programs are known to write and what is read with a warning: a wrong or missing machine stamp when the other
/// byte order fits the file; no "MAP " (files before 2000) when the size fits exactly; "MAP\0" (MotionCor2, without a
/// warning); bytes after the last pixel; axes 0 0 0. Everything else that is wrong is refused.
/// </remarks>
public static class MrcHeaderReader
{
    private const string ReadableModes = "0, 1, 2, 6, 12 or 101";

    /// <summary>Reads a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="head">Its first 1024 bytes, or all it has.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidFileException">It is no readable MRC file.</exception>
    public static MrcHeader Read(string path, ReadOnlySpan<byte> head, long fileLength) =>
        Read(path, head, fileLength, isPacked: false);

    /// <summary>Reads a header of a file whose size may not be known yet.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="head">Its first 1024 bytes, or all it has.</param>
    /// <param name="fileLength">Bytes of the file; of a packed one, most bytes that it can unpack to.</param>
    /// <param name="isPacked">Whether the file is packed.</param>
    internal static MrcHeader Read(string path, ReadOnlySpan<byte> head, long fileLength, bool isPacked)
    {
        FileContentKind content = FileContent.Recognise(head);
        if (head.Length < MrcHeader.Size)
        {
            string looks = content is FileContentKind.Unknown or FileContentKind.Empty or FileContentKind.Mrc
                ? ""
                : $" (it looks like {FileContent.Describe(content)})";
            throw Invalid(path, $"{head.Length} bytes, an MRC header needs {MrcHeader.Size}{looks}");
        }

        List<Notice> warnings = [];
        MrcFields fields = ChooseByteOrder(path, head, fileLength, warnings);
        RequireMap(path, content, fields, isPacked ? null : fileLength, warnings);
        SampleType samples = fields.Samples ?? throw Unreadable(path, fields.Mode);
        RequireExtents(path, fields, fileLength, isPacked);
        if (!isPacked && fields.NeededBytes < fileLength)
        {
            warnings.Warn(
                path,
                NoticeCode.TrailingBytes,
                string.Create(
                CultureInfo.InvariantCulture,
                $"{fileLength - fields.NeededBytes} bytes after the last pixel; ignored"));
        }

        CheckAxes(path, fields, warnings);
        CheckSign(path, fields, warnings);
        return new MrcHeader(
            fields.Nx,
            fields.Ny,
            fields.Nz,
            samples,
            fields.IsBigEndian,
            fields.Nsymbt,
            PixelSize(path, fields, warnings),
            warnings);
    }

    private static MrcFields ChooseByteOrder(
        string path, ReadOnlySpan<byte> head, long fileLength, List<Notice> warnings)
    {
        MrcFields little = new(head, isBigEndian: false);
        MrcFields big = new(head, isBigEndian: true);
        byte first = head[212];
        byte second = head[213];
        bool isLittle = first == 0x44 && second is 0x44 or 0x41;
        bool isBig = first == 0x11 && second == 0x11;
        MrcFields stamped = isBig ? big : little;
        MrcFields other = isBig ? little : big;
        string stamp = string.Create(CultureInfo.InvariantCulture, $"machine stamp {first:X2} {second:X2}");

        if (stamped.NeededBytes <= fileLength)
        {
            if (!isLittle && !isBig)
            {
                warnings.Warn(
                    path,
                    NoticeCode.HeaderOdd,
                    $"{stamp} is unknown, expected 44 44 or 11 11; little-endian fits the size; read so");
            }

            return stamped;
        }

        if (other.NeededBytes <= fileLength)
        {
            string order = other.IsBigEndian ? "big-endian" : "little-endian";
            warnings.Warn(
                path,
                NoticeCode.HeaderOdd,
                $"{stamp} is wrong: only {order} fits the size of the file; read so");
            return other;
        }

        // Neither fits: report in the order that looks more like an image.
        bool isOtherLikelier = other.HasReadableMode && other.HasLikelyExtents && !stamped.HasLikelyExtents;
        return isOtherLikelier ? other : stamped;
    }

    private static void RequireMap(
        string path, FileContentKind content, MrcFields fields, long? fileLength, List<Notice> warnings)
    {
        if (content == FileContentKind.Mrc)
        {
            return;
        }

        if (fileLength is null || fields.NeededBytes != fileLength)
        {
            throw Invalid(
                path,
                "not an MRC file: no \"MAP \" at byte 208 and the extents do not fit the size; it looks like "
                + FileContent.Describe(content));
        }

        warnings.Warn(
            path,
            NoticeCode.HeaderOdd,
            "no \"MAP \" at byte 208, as in files before 2000; read because the size fits exactly");
    }

    private static InvalidFileException Unreadable(string path, int mode)
    {
        string meaning = mode switch
        {
            3 or 4 => " is a complex transform, not a micrograph",
            16 => " is a colour image",
            _ => " is unknown",
        };
        return Invalid(
            path, string.Create(CultureInfo.InvariantCulture, $"MODE {mode}{meaning}; expected {ReadableModes}"));
    }

    private static void RequireExtents(string path, MrcFields fields, long fileLength, bool isPacked)
    {
        string extents = string.Create(
            CultureInfo.InvariantCulture, $"NX NY NZ = {fields.Nx} {fields.Ny} {fields.Nz}");
        if (fields.Nx <= 0 || fields.Ny <= 0 || fields.Nz <= 0)
        {
            throw Invalid(path, $"{extents}, expected positive numbers");
        }

        if (fields.Nsymbt < 0 || MrcHeader.Size + (long)fields.Nsymbt > fileLength)
        {
            throw Invalid(path, string.Create(
                CultureInfo.InvariantCulture,
                $"NSYMBT = {fields.Nsymbt}, expected 0 to {fileLength - MrcHeader.Size}, the bytes after the header"));
        }

        Int128 needed = fields.NeededBytes ?? throw new InvalidOperationException("The fields were checked.");
        if (needed > fileLength)
        {
            throw Invalid(path, string.Create(
                CultureInfo.InvariantCulture,
                $"{extents} of MODE {fields.Mode} needs {needed} bytes, the file ")
                + (isPacked ? "can unpack to " : "has ")
                + fileLength.ToString(CultureInfo.InvariantCulture)
                + (isPacked ? " at most" : ""));
        }

        if ((Int128)fields.Nx * fields.Ny > Array.MaxLength)
        {
            throw Invalid(path, $"{extents}, expected at most {Array.MaxLength} pixels in a section");
        }
    }

    private static void CheckAxes(string path, MrcFields fields, List<Notice> warnings)
    {
        switch (fields.Axes)
        {
            case (1, 2, 3):
                break;
            case (0, 0, 0):
                warnings.Warn(
                    path,
                    NoticeCode.HeaderOdd,
                    "MAPC MAPR MAPS = 0 0 0; 1 2 3 assumed");
                break;
            case (int column, int row, int section):
                throw Invalid(path, string.Create(
                    CultureInfo.InvariantCulture,
                    $"MAPC MAPR MAPS = {column} {row} {section}, expected 1 2 3: columns along X, rows along Y"));
        }
    }

    private static void CheckSign(string path, MrcFields fields, List<Notice> warnings)
    {
        bool isKnown = fields.Mode != MrcMode.Bytes || fields.ImodFlags is not null;
        if (!isKnown && fields.Minimum >= 0 && fields.Maximum is > 127 and <= 255)
        {
            warnings.Warn(
                path,
                NoticeCode.HeaderOdd,
                string.Create(
                CultureInfo.InvariantCulture,
                $"MODE 0 read as signed bytes, but DMIN {fields.Minimum} and DMAX {fields.Maximum} suggest "
                + $"unsigned ones"));
        }
    }

    private static double? PixelSize(string path, MrcFields fields, List<Notice> warnings)
    {
        if ((fields.CellX == 0 && fields.CellY == 0) || fields.Mx == 0)
        {
            return null;
        }

        double x = (double)fields.CellX / fields.Mx;
        double y = (double)fields.CellY / fields.My;

        // From 0.01 A (no microscope resolves it) to 10000 A (light microscopy); NaN is in no range.
        if (x is not (>= 0.01 and <= 10000))
        {
            warnings.Warn(
                path,
                NoticeCode.PixelSizeOdd,
                string.Create(
                CultureInfo.InvariantCulture,
                $"CELLA / MX = {fields.CellX} / {fields.Mx} is not a pixel size; it counts as unknown"));
            return null;
        }

        if (!(Math.Abs(x - y) <= 0.001 * x))
        {
            warnings.Warn(
                path,
                NoticeCode.PixelSizeOdd,
                string.Create(
                CultureInfo.InvariantCulture,
                $"the pixel size is {x:G6} A along X and {y:G6} A along Y; that along X is used"));
        }

        // CELLA is a float: 7249.92 / 4096 gives 1.76999998. Six digits undo that and are more than anybody knows.
        return double.Parse(x.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static InvalidFileException Invalid(string path, string message) => new(path, message);
}
