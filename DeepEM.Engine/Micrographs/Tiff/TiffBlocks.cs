using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Gives the pixels of a TIFF page, strip by strip or tile by tile, in this machine's byte order.</summary>
internal abstract class TiffBlocks : IDisposable
{
    /// <summary>Reads rows of a strip or tile; blocks are asked for in order, and so are the rows of a block.</summary>
    /// <param name="block">From 0; tiles row by row.</param>
    /// <param name="firstRow">From 0 within the block.</param>
    /// <param name="rows">How many.</param>
    /// <param name="buffer">Overwritten from its beginning.</param>
    /// <exception cref="InvalidFileException">They cannot be read.</exception>
    public abstract void Read(int block, int firstRow, int rows, byte[] buffer);

    /// <summary>Frees what reading took; the file stays open.</summary>
    public abstract void Dispose();
}
