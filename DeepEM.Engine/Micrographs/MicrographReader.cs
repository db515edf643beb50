using DeepEM.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs;

/// <summary>Reads micrographs of every format there is a reader for, told apart by content, not by name.</summary>
public static class MicrographReader
{
    /// <summary>Reads a micrograph.</summary>
    /// <param name="path">The file.</param>
    /// <param name="section">Which image of a stack, from 0; null where the file must hold one image only.</param>
    /// <returns>The image; its pixels are finite, what was odd is in its warnings.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static Micrograph Read(string path, int? section = null)
    {
        RequireReadable(path);
        return MrcReader.Read(path, section);
    }

    /// <summary>Reads extents and pixel size only; cheap.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What its header says, checked against its size.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static MicrographHeader ReadHeader(string path)
    {
        RequireReadable(path);
        MrcHeader header = MrcReader.ReadHeader(path);
        return new MicrographHeader(
            path, header.Rows, header.Columns, header.Sections, header.PixelSizeAngstrom, header.Warnings);
    }

    /// <summary>Reads the pixel size only; cheap.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Angstrom per pixel, or null when the file does not say.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static double? ReadPixelSize(string path) => ReadHeader(path).PixelSizeAngstrom;

    private static void RequireReadable(string path)
    {
        Span<byte> head = stackalloc byte[FileContent.HeadSize];
        using (SafeFileHandle file = InputFile.Open(path))
        {
            head = head[..(int)Math.Min(InputFile.Length(path, file), head.Length)];
            InputFile.ReadExactly(path, file, head, 0);
        }

        // What has no mark of its own may be an MRC file from before 2000; its reader judges by the size.
        FileContentKind kind = FileContent.Recognise(head);
        bool isForMrcReader = kind is FileContentKind.Mrc or FileContentKind.Unknown or FileContentKind.Zeros
            or FileContentKind.Empty or FileContentKind.Text or FileContentKind.Star;
        if (!isForMrcReader)
        {
            throw new InvalidFileException(
                path,
                $"is {FileContent.Describe(kind)}, expected a micrograph in MRC format (modes 0, 1, 2, 6, 12 or 101)");
        }
    }
}
