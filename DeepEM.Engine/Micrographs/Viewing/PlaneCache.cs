using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Planes and tiles of micrographs, read once and kept while there is room.</summary>
/// <remarks>
/// Several threads may call at the same time; two of them read, the others wait. A file that changed is read anew. Of a
/// file that can only be read in full, its whole picture is kept for the tiles that follow, one byte a pixel.
/// </remarks>
/// <param name="mostBytes">Bytes of all that is kept.</param>
/// <param name="reading">How micrographs are read.</param>
public sealed class PlaneCache(long mostBytes, MicrographReading reading)
{
    /// <summary>What is usually kept, bytes: 64 planes of 2048 x 2048 pixels.</summary>
    public const long UsualBytes = 256L << 20;

    private const int MostReadings = 2;

    private readonly KeptPictures _kept = new(mostBytes);
    private readonly ReadingGate _gate = new(MostReadings);

    /// <summary>Bytes that are kept now.</summary>
    internal long KeptBytes => _kept.Bytes;

    /// <summary>The plane of a micrograph, see <see cref="DisplayPlane.Read"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">Ends waiting and reading.</param>
    /// <returns>The plane, the same object while it is kept.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public DisplayPlane Plane(string path, CancellationToken token)
    {
        string key = $"plane {path}";
        if (_kept.Find<DisplayPlane>(key, FileIdentity.Stamp(path)) is { } kept)
        {
            return kept;
        }

        using IDisposable place = _gate.Enter(path, token);
        string? stamp = FileIdentity.Stamp(path);
        if (_kept.Find<DisplayPlane>(key, stamp) is { } readMeanwhile)
        {
            return readMeanwhile;
        }

        DisplayPlane plane = DisplayPlane.Read(path, reading, token: token);
        _kept.Keep(key, stamp, plane, plane.Pixels.Length);
        return plane;
    }

    /// <summary>A tile of a micrograph in the grey levels of its plane, see <see cref="DisplayTile.Cut"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">Tiles left of this one, at least 0.</param>
    /// <param name="row">Tiles above this one, at least 0.</param>
    /// <param name="token">Ends waiting and reading.</param>
    /// <returns>512 x 512 bytes; 128 beyond the micrograph.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, and the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public byte[] Tile(string path, int column, int row, CancellationToken token)
    {
        DisplayPlane plane = Plane(path, token);
        GreyRange range = new(plane.Low, plane.High);
        string key = $"whole {path}";
        using IDisposable place = _gate.Enter(path, token);
        string? stamp = FileIdentity.Stamp(path);
        WholePicture? whole = _kept.Find<WholePicture>(key, stamp);
        if (whole is null)
        {
            if (DisplayTile.OfRows(path, reading, column, row, range, token) is { } tile)
            {
                return tile;
            }

            whole = WholePicture.Read(path, reading, range, token);
            _kept.Keep(key, stamp, whole, whole.Pixels.Length);
        }

        return whole.Tile(column, row);
    }
}
