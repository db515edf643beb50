using System.Globalization;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Takes particles from the table of a STAR file that has their coordinates.</summary>
/// <remarks>
/// RELION's conventions: a refined centre is coordinate − origin, with <c>_rlnOriginXAngst</c> in angstrom (since 3.1,
/// divided by the micrograph's pixel size) or <c>_rlnOriginX</c> in pixels (before). −999 stands for "not set": such
/// a figure of merit becomes 0, and a particle with both coordinates −999 is left out.
/// </remarks>
internal static class ParticleTableReader
{
    private const string X = "_rlnCoordinateX";
    private const string Y = "_rlnCoordinateY";
    private const string MicrographName = "_rlnMicrographName";
    private const string FigureOfMerit = "_rlnAutopickFigureOfMerit";
    private const double NotSet = -999;

    /// <summary>Reads the particles.</summary>
    /// <param name="star">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>Particles by micrograph name; under the empty name where the table has no names.</returns>
    public static CoordinateFile Read(StarFile star, ICollection<Notice> warnings)
    {
        StarTable table = star.Require(X, Y);
        bool hasNames = table.HasColumn(MicrographName);
        bool hasMerit = table.HasColumn(FigureOfMerit);
        StarPixelSize pixelSize = new(star, table);
        Origins origins = new(table, pixelSize);
        ParticleCollector particles = new(star.Path);
        Dictionary<string, double?> pixelSizes = new(StringComparer.Ordinal);
        int dummies = 0;
        for (int row = 0; row < table.RowCount; row++)
        {
            double x = table.Number(row, X);
            double y = table.Number(row, Y);
            double merit = hasMerit ? table.Number(row, FigureOfMerit) : 0;
            string name = hasNames ? table.Text(row, MicrographName) : "";
            if (x == NotSet && y == NotSet)
            {
                dummies++;
                continue;
            }

            (double shiftX, double shiftY) = origins.Of(row);
            Particle particle = new(x - shiftX, y - shiftY, merit == NotSet ? 0 : merit);
            if (particles.Add(name, particle))
            {
                pixelSizes[name] = pixelSize.Of(row);
                if (hasNames && !ParticleCollector.IsName(name))
                {
                    throw table.Invalid(row, MicrographName, $"found '{name}', expected the name of a micrograph");
                }
            }
        }

        if (dummies > 0)
        {
            warnings.Warn(
                star.Path,
                NoticeCode.PicksOdd,
                string.Create(
                CultureInfo.InvariantCulture,
                $"{dummies} rows with the dummy coordinates -999 left out"));
        }

        List<MicrographPicks> micrographs = particles.Finish(warnings);
        if (origins.AreInPixels)
        {
            warnings.Warn(
                star.Path,
                NoticeCode.PicksOdd,
                $"_rlnOriginX/Y subtracted as pixels of the micrograph, which they are not when the "
                + "particles were rescaled");
        }

        CoordinateFormat format = !hasNames ? CoordinateFormat.Relion
            : star.Find("optics") is null ? CoordinateFormat.RelionOld
            : CoordinateFormat.RelionParticles;
        return new CoordinateFile(
            star.Path,
            format,
            hasNames,
            [.. micrographs.Select(picks => picks with { PixelSizeAngstrom = pixelSizes[picks.Micrograph] })]);
    }

    private sealed class Origins(StarTable table, StarPixelSize pixelSize)
    {
        private const string AngstromX = "_rlnOriginXAngst";
        private const string AngstromY = "_rlnOriginYAngst";
        private const string PixelsX = "_rlnOriginX";
        private const string PixelsY = "_rlnOriginY";

        private readonly bool _hasAngstrom = table.HasColumn(AngstromX) && table.HasColumn(AngstromY);
        private readonly bool _hasPixels = table.HasColumn(PixelsX) && table.HasColumn(PixelsY);

        /// <summary>Whether an origin that is not zero was taken as pixels.</summary>
        public bool AreInPixels { get; private set; }

        public (double X, double Y) Of(int row)
        {
            if (_hasAngstrom)
            {
                double x = table.Number(row, AngstromX);
                double y = table.Number(row, AngstromY);
                if (x == 0 && y == 0)
                {
                    return (0, 0);
                }

                double size = pixelSize.Of(row) ?? throw table.Invalid(
                    row, AngstromX, "found an origin in angstrom, expected the micrographs' pixel size in data_optics");
                return (x / size, y / size);
            }

            if (!_hasPixels)
            {
                return (0, 0);
            }

            (double X, double Y) origin = (table.Number(row, PixelsX), table.Number(row, PixelsY));
            AreInPixels |= origin != (0, 0);
            return origin;
        }
    }
}
