using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs;

/// <summary>Reads micrographs of every format there is a reader for, told apart by content, not by name.</summary>
/// <remarks>For a header and pixels with one opening, or a buffer of one's own, see <see cref="MicrographFile"/>.
/// </remarks>
public static class MicrographReader
{
    /// <summary>Reads a micrograph.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image and which order of rows; null for the usual.</param>
    /// <returns>The image; its pixels are finite, what was odd is in its warnings.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static Micrograph Read(string path, MicrographReading? reading = null)
    {
        using MicrographFile file = MicrographFile.Open(path, reading);
        return file.Read();
    }

    /// <summary>Reads extents and pixel size only; cheap.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image; null for the usual.</param>
    /// <returns>What its header says, checked against its size.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static MicrographHeader ReadHeader(string path, MicrographReading? reading = null)
    {
        using MicrographFile file = MicrographFile.Open(path, reading);
        return file.Header;
    }

    /// <summary>Reads the pixel size only; cheap.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Angstrom per pixel, or null when the file does not say.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says what it looks like.</exception>
    public static double? ReadPixelSize(string path) => ReadHeader(path).PixelSizeAngstrom;
}
