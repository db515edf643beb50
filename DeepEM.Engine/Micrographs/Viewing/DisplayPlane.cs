using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>A whole micrograph, small enough for a screen: one byte a pixel.</summary>
/// <remarks>
/// A byte is (level − Low) / (High − Low) · 255. The first row is y = 0 and comes first, as in pictures of picks; pixel
/// j of a row has its centre at column j·Bin + (Bin − 1)/2 of the micrograph
/// (<see cref="Coordinates.CoordinateFrame"/>).
/// </remarks>
/// <param name="Width">Columns of the micrograph.</param>
/// <param name="Height">Rows of the micrograph.</param>
/// <param name="Bin">Side of the blocks of pixels that are averaged, at least 1; those at the right and bottom may be
/// smaller.</param>
/// <param name="PlaneWidth">Columns of blocks.</param>
/// <param name="PlaneHeight">Rows of blocks.</param>
/// <param name="Low">Grey level of byte 0.</param>
/// <param name="High">Grey level of byte 255; as <paramref name="Low"/> where all pixels are the same, and then every
/// byte is 128.</param>
/// <param name="Pixels">PlaneHeight·PlaneWidth bytes, row by row.</param>
public sealed record DisplayPlane(
    int Width, int Height, int Bin, int PlaneWidth, int PlaneHeight, float Low, float High, byte[] Pixels)
{
    // A training may have all the cores; more than two are hardly faster than the disk.
    private const int MostThreads = 2;

    /// <summary>Reads a micrograph; its full image is never in memory where its file can be read row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Which image and which order of rows; damaged pixels are always mended.</param>
    /// <param name="mostSide">The longer side of the plane at most, plane pixels, at least 1.</param>
    /// <param name="token">Ends the reading early.</param>
    /// <returns>The plane.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DisplayPlane Read(
        string path, MicrographReading reading, int mostSide = 2048, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostSide);
        token.ThrowIfCancellationRequested();
        using MicrographFile file = MicrographFile.Open(path, reading with { KeepsDamage = false });
        using var backend = new SimdBackend(Math.Clamp(Environment.ProcessorCount - 1, 1, MostThreads));
        using var bands = new BandedBinning(backend, token);
        int bin = (Math.Max(file.Header.Width, file.Header.Height) + mostSide - 1) / mostSide;
        BinnedMicrograph binned = bands.Read(file, bin);
        token.ThrowIfCancellationRequested();
        GreyRange range = GreyRange.Of(binned.Pixels);
        byte[] pixels = new byte[binned.Pixels.Length];
        range.ToBytes(binned.Pixels, pixels);
        return new DisplayPlane(
            binned.Width, binned.Height, bin, binned.BinnedWidth, binned.BinnedHeight, range.Low, range.High, pixels);
    }
}
