using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>A file of one format, opened: its header is read and checked, its pixels are not.</summary>
/// <remarks>What is common to all formats - damaged pixels, the order of rows - is done by
/// <see cref="MicrographFile"/>.</remarks>
internal abstract class ImageFile : IDisposable
{
    /// <summary>Extents, pixel size, and what is odd.</summary>
    public abstract MicrographHeader Header { get; }

    /// <summary>How the file counts its images, for example "NZ = 5, a stack or volume".</summary>
    public abstract string Images { get; }

    /// <summary>Whether RELION takes the last row of such a file as y = 0.</summary>
    public virtual bool IsReversedByRelion => false;

    /// <summary>Reads the pixels of the image that was chosen; can be done once.</summary>
    /// <param name="pixels">Height·Width grey levels in the order of the file; overwritten wholly.</param>
    /// <param name="warnings">Receives what is odd.</param>
    /// <returns>How many pixels are no grey level, see <see cref="PixelConversion.IsDamaged"/>.</returns>
    /// <exception cref="InvalidFileException">They cannot be read.</exception>
    public abstract long ReadRows(Span<float> pixels, ICollection<Notice> warnings);

    /// <summary>Whether <see cref="ReadSome"/> can be used: nothing has to be unpacked on the way.</summary>
    public virtual bool HasRowAccess => false;

    /// <summary>Reads some rows; several threads may do so at the same time.</summary>
    /// <param name="firstRow">The first row, in the order of the file.</param>
    /// <param name="pixels">Whole rows of grey levels; overwritten wholly.</param>
    /// <returns>How many pixels are no grey level, see <see cref="PixelConversion.IsDamaged"/>.</returns>
    /// <exception cref="InvalidFileException">They cannot be read.</exception>
    /// <exception cref="NotSupportedException">There is no access to rows.</exception>
    public virtual long ReadSome(int firstRow, Span<float> pixels) =>
        throw new NotSupportedException($"{Header.Path} is read front to back only.");

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();
}
