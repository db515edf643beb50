using System.Globalization;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Takes particles from the table of a STAR file that has their coordinates.</summary>
/// <remarks>
/// A refined centre is coordinate − origin (<see cref="ParticleOrigins"/>). −999 stands for "not set": such a figure of
/// merit becomes 0, and a particle with both coordinates −999 is left out.
/// </remarks>
internal static class ParticleTableReader
{
    private const double NotSet = -999;

    /// <summary>Reads the particles.</summary>
    /// <param name="star">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <param name="keepsTable">Whether the picks keep the table. Whoever asks for it may know the micrographs' pixel
    /// sizes better than the file and calls <see cref="ParticleTable.Centre"/>: nothing is said of origins here, and
    /// those that nothing here gives a pixel size for are still in the coordinates.</param>
    /// <returns>Particles by micrograph name, each with its row; under the empty name where the table has no names.
    /// </returns>
    public static CoordinateFile Read(StarFile star, ICollection<Notice> warnings, bool keepsTable)
    {
        ParticleTable table = ParticleTable.Of(star);
        StarRows rows = table.Particles;
        int columnX = rows.IndexOf(RelionLabels.CoordinateX);
        int columnY = rows.IndexOf(RelionLabels.CoordinateY);
        int columnZ = rows.IndexOf(RelionLabels.CoordinateZ);
        int columnMerit = rows.IndexOf(RelionLabels.FigureOfMerit);
        int columnName = rows.IndexOf(RelionLabels.MicrographName);
        ParticleOrigins origins = new(table, isProvisional: keepsTable);
        _ = table.OpticsGroups;
        ParticleCollector particles = new(star.Path);
        Dictionary<string, double?> pixelSizes = new(StringComparer.Ordinal);
        int dummies = 0;
        for (int row = 0; row < table.RowCount; row++)
        {
            double x = rows.Number(row, columnX);
            double y = rows.Number(row, columnY);
            double merit = columnMerit < 0 ? 0 : rows.Number(row, columnMerit);
            string name = columnName < 0 ? "" : rows.Text(row, columnName);
            if (x == NotSet && y == NotSet)
            {
                dummies++;
                continue;
            }

            if (columnZ >= 0 && rows.Number(row, columnZ) is not (0 or NotSet))
            {
                throw rows.Invalid(
                    row,
                    RelionLabels.CoordinateZ,
                    $"found {rows.Text(row, RelionLabels.CoordinateZ)}, expected particles of a micrograph, not of a "
                    + "tomogram");
            }

            (double shiftX, double shiftY) = origins.Of(row, null);
            Particle particle = new(x - shiftX, y - shiftY, merit == NotSet ? 0 : merit) { Row = row };
            if (particles.Add(name, particle))
            {
                pixelSizes[name] = table.LikelyPixelSize(row);
                if (table.HasNames && !ParticleCollector.IsName(name))
                {
                    throw rows.Invalid(
                        row, RelionLabels.MicrographName, $"found '{name}', expected the name of a micrograph");
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
        if (!keepsTable)
        {
            origins.Warn(warnings);
        }

        CoordinateFormat format = !table.HasNames ? CoordinateFormat.Relion
            : star.Find(OpticsTable.Block) is null ? CoordinateFormat.RelionOld
            : CoordinateFormat.RelionParticles;
        return new CoordinateFile(
            star.Path,
            format,
            table.HasNames,
            [
                .. micrographs.Select(picks => picks with
                {
                    PixelSizeAngstrom = pixelSizes[picks.Micrograph],
                    Table = keepsTable ? table : null,
                }),
            ]);
    }
}
