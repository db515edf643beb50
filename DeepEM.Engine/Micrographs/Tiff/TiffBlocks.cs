using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Gives the pixels of a TIFF page, strip by strip or tile by tile, in this machine's byte order.</summary>
internal abstract class TiffBlocks : IDisposable
{
    /// <summary>Reads a row of a page of strips; rows are asked for in order.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="buffer">Overwritten from its beginning.</param>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public abstract void ReadRow(int row, byte[] buffer);

    /// <summary>Reads a tile.</summary>
    /// <param name="tile">From 0, row by row.</param>
    /// <param name="buffer">Overwritten from its beginning.</param>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public abstract void ReadTile(int tile, byte[] buffer);

    /// <summary>Frees what reading took; the file stays open.</summary>
    public abstract void Dispose();
}
