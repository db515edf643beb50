using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Takes RELION's origins off the coordinates: centre = coordinate − origin.</summary>
/// <remarks>
/// <c>_rlnOriginXAngst</c> is in angstrom (since 3.1) and divided by the pixel size of the image that the coordinates
/// count in; <c>_rlnOriginX</c> is in pixels (before) of the boxes, and taken as it is.
/// </remarks>
internal sealed class ParticleOrigins
{
    private readonly ParticleTable _table;
    private readonly bool _isProvisional;
    private readonly (int X, int Y) _angstrom;
    private readonly (int X, int Y) _pixels;
    private bool _areInPixels;
    private double? _guessed;

    /// <summary>Prepares the origins of one table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isProvisional">Whether, where nothing gives a pixel size, 1 angstrom does for now: what lies apart
    /// stays apart.</param>
    public ParticleOrigins(ParticleTable table, bool isProvisional = false)
    {
        _table = table;
        _isProvisional = isProvisional;
        StarRows rows = table.Particles;
        _angstrom = (rows.IndexOf(RelionLabels.OriginXAngstrom), rows.IndexOf(RelionLabels.OriginYAngstrom));
        _pixels = (rows.IndexOf(RelionLabels.OriginX), rows.IndexOf(RelionLabels.OriginY));
    }

    /// <summary>The origin of a particle.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the image that the coordinates count in; null to take the file's.
    /// </param>
    /// <returns>What is to be subtracted from its coordinates, in their pixels.</returns>
    /// <exception cref="InvalidFileException">A value is wrong, or the pixel size is needed and not known.</exception>
    public (double X, double Y) Of(int row, double? pixelSizeAngstrom)
    {
        StarRows rows = _table.Particles;
        if (_angstrom is { X: >= 0, Y: >= 0 })
        {
            double x = rows.Number(row, _angstrom.X);
            double y = rows.Number(row, _angstrom.Y);
            if (x == 0 && y == 0)
            {
                return (0, 0);
            }

            double size = pixelSizeAngstrom ?? _table.CertainPixelSize(row) ?? Guess(row);
            return (x / size, y / size);
        }

        if (_pixels is not { X: >= 0, Y: >= 0 })
        {
            return (0, 0);
        }

        (double X, double Y) origin = (rows.Number(row, _pixels.X), rows.Number(row, _pixels.Y));
        _areInPixels |= origin != (0, 0);
        return origin;
    }

    /// <summary>Says what was odd.</summary>
    /// <param name="warnings">Receives it.</param>
    public void Warn(ICollection<Notice> warnings)
    {
        if (_areInPixels)
        {
            warnings.Warn(
                _table.Path,
                NoticeCode.PicksOdd,
                $"_rlnOriginX/Y subtracted as pixels of the micrograph, which they are not when the "
                + "particles were rescaled");
        }

        if (_guessed is { } size)
        {
            warnings.Warn(
                _table.Path,
                NoticeCode.OriginsUncertain,
                string.Create(
                CultureInfo.InvariantCulture,
                $"origins divided by {size:G6} A, which is the micrographs' pixel size only if they have that of the "
                + $"movies or boxes; the file does not say"));
        }
    }

    private double Guess(int row)
    {
        double? size = _table.LikelyPixelSize(row);
        if (size is null && !_isProvisional)
        {
            throw _table.Particles.Invalid(
                row,
                RelionLabels.OriginXAngstrom,
                "found an origin in angstrom, expected the micrographs' pixel size in data_optics");
        }

        _guessed ??= size;
        return size ?? 1;
    }
}
