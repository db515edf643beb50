using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Carries a table of particles with all its columns from the file read to the file written.</summary>
/// <remarks>
/// Rows stay in the order of the file. Set are the coordinates, the micrographs' names, the origins to 0 because they
/// were taken off the coordinates, and the micrographs' pixel size where it is known. All else keeps its letters.
/// </remarks>
internal sealed class CarriedTable(ConversionSettings settings, ICollection<Notice> warnings)
{
    // What the plain writers write too, or take into account.
    private static readonly string[] _plain =
    [
        RelionLabels.CoordinateX, RelionLabels.CoordinateY, RelionLabels.MicrographName, RelionLabels.FigureOfMerit,
        RelionLabels.OpticsGroup, RelionLabels.OriginXAngstrom, RelionLabels.OriginYAngstrom, RelionLabels.OriginX,
        RelionLabels.OriginY, RelionLabels.MicrographPixelSize, RelionLabels.DetectorPixelSize,
        RelionLabels.Magnification,
    ];

    // Pixel sizes out of headers are single precision, and rounded by whoever wrote them.
    private const double SamePixelSize = 1e-4;

    private static readonly (string X, string Y)[] _origins =
    [
        (RelionLabels.OriginXAngstrom, RelionLabels.OriginYAngstrom), (RelionLabels.OriginX, RelionLabels.OriginY),
    ];

    // Directions on the image: those of a mirrored one are others.
    private static readonly string[] _directions =
    [
        "_rlnAngleRot", "_rlnAngleTilt", "_rlnAnglePsi", "_rlnAngleRotPrior", "_rlnAngleTiltPrior",
        "_rlnAnglePsiPrior", RelionLabels.DefocusAngle, "_rlnBeamTiltX", "_rlnBeamTiltY",
    ];

    /// <summary>The table to write, where the particles have one and the format is a table of particles.</summary>
    /// <param name="picks">Particles in pixels of the image they are written for.</param>
    /// <returns>The table; null where the particles alone are to be written, with a notice of columns left behind.
    /// </returns>
    public ParticleTable? Of(IReadOnlyList<MicrographPicks> picks)
    {
        if (settings.Format is not (CoordinateFormat.RelionParticles or CoordinateFormat.RelionOld))
        {
            return null;
        }

        ParticleTable[] tables = [.. picks.Select(one => one.Table).OfType<ParticleTable>().Distinct()];
        ParticleTable? table = tables.Length == 1 && picks.All(one => one.Table is not null) ? tables[0] : null;
        bool fits = table is not null && table.HasNames
            && table.Optics is not null == (settings.Format == CoordinateFormat.RelionParticles);
        if (fits)
        {
            return Carry(table!, picks);
        }

        SayWhatIsLeft(tables);
        return null;
    }

    private ParticleTable Carry(ParticleTable table, IReadOnlyList<MicrographPicks> picks)
    {
        (MicrographPicks Picks, Particle Particle)[] kept =
        [
            .. picks.SelectMany(one => one.Particles.Select(particle => (one, particle)))
                .OrderBy(pair => pair.particle.Row),
        ];
        int[] rows = [.. kept.Select(pair => pair.Particle.Row)];
        SayWhatNoLongerHolds(table, rows);
        StarRows particles = table.Particles.Select(rows)
            .With(RelionLabels.CoordinateX, [.. kept.Select(pair => pair.Particle.X)])
            .With(RelionLabels.CoordinateY, [.. kept.Select(pair => pair.Particle.Y)])
            .With(RelionLabels.MicrographName, [.. kept.Select(pair => pair.Picks.Micrograph)]);
        foreach ((string x, string y) in _origins.Where(pair =>
            table.Particles.HasColumn(pair.X) && table.Particles.HasColumn(pair.Y)))
        {
            particles = particles.With(x, new double[rows.Length]).With(y, new double[rows.Length]);
        }

        return WithPixelSizes(
            table.WithParticles(particles), [.. kept.Select(pair => pair.Picks.PixelSizeAngstrom)]);
    }

    // The micrographs' pixel size stands in the rows or in their optics groups, before RELION 3.1 in the magnification.
    private ParticleTable WithPixelSizes(ParticleTable table, double?[] sizes)
    {
        StarRows particles = table.Particles;
        if (particles.HasColumn(RelionLabels.MicrographPixelSize))
        {
            double[] own = [.. sizes.Select((size, row) =>
                size ?? particles.Number(row, RelionLabels.MicrographPixelSize))];
            return table.WithParticles(particles.With(RelionLabels.MicrographPixelSize, own));
        }

        if (table.Optics is not null)
        {
            return WithGroupSizes(table, sizes);
        }

        if (!particles.HasColumn(RelionLabels.DetectorPixelSize) || !particles.HasColumn(RelionLabels.Magnification))
        {
            return table;
        }

        double[] magnifications = [.. sizes.Select((size, row) => Magnification(table, row, size))];
        return table.WithParticles(particles.With(RelionLabels.Magnification, magnifications));
    }

    private static double Magnification(ParticleTable table, int row, double? size)
    {
        double old = table.Particles.Number(row, RelionLabels.Magnification);
        return size is null || size == table.CertainPixelSize(row)
            ? old
            : 10000 * table.Particles.Number(row, RelionLabels.DetectorPixelSize) / size.Value;
    }

    private ParticleTable WithGroupSizes(ParticleTable table, double?[] sizes)
    {
        Dictionary<int, double> known = [];
        for (int row = 0; row < sizes.Length; row++)
        {
            int group = table.OpticsGroupOf(row)!.Number;
            bool differs = sizes[row] is double size && !known.TryAdd(group, size)
                && Math.Abs(known[group] - size) > SamePixelSize * size;
            if (differs)
            {
                warnings.Warn(
                    table.Path,
                    NoticeCode.PixelSizesDiffer,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"micrographs of optics group {group} have pixel sizes of {known[group]:G6} and "
                        + $"{sizes[row]:G6} A; the pixel sizes of the optics groups are left as they were"));
                return table;
            }
        }

        bool hasColumn = table.Optics!.HasColumn(RelionLabels.MicrographPixelSize);
        double?[] groups =
        [
            .. table.OpticsGroups.Select(group => known.TryGetValue(group.Number, out double of)
                ? of
                : group.CertainPixelSizeAngstrom * settings.OutputBinning),
        ];
        return known.Count == 0 || groups.Any(size => size is null)
            ? table
            : table.WithOptics(table.Optics.With(
                RelionLabels.MicrographPixelSize, [.. groups.Select(size => size!.Value)]));
    }

    private void SayWhatNoLongerHolds(ParticleTable table, int[] rows)
    {
        string[] turned = settings.FlipsX || settings.FlipsY
            ? [.. _directions.Where(table.Particles.HasColumn)]
            : [];
        if (turned.Length > 0)
        {
            warnings.Warn(
                table.Path,
                NoticeCode.ColumnsNotKept,
                $"coordinates are mirrored, {string.Join(", ", turned)} are written as they were and hold for the "
                + "images that they were found on");
        }

        ParticleOrigins origins = new(table, isProvisional: true);
        bool areCentred = table.Particles.HasColumn(RelionLabels.ImageName)
            && Array.Exists(rows, row => origins.Of(row, 1) != (0, 0));
        if (areCentred)
        {
            warnings.Warn(
                table.Path,
                NoticeCode.ColumnsNotKept,
                $"origins are taken off the coordinates and written as 0; the boxes that {RelionLabels.ImageName} "
                + "names were cut before that: extract the particles again");
        }
    }

    private void SayWhatIsLeft(ParticleTable[] tables)
    {
        string[] left =
        [
            .. tables.Where(table => table.HasNames)
                .SelectMany(table => table.Particles.Columns.Concat(table.Optics?.Columns ?? []))
                .Except([.. _plain, RelionLabels.OpticsGroupName, RelionLabels.OriginalPixelSize])
                .Distinct(),
        ];
        if (left.Length > 0)
        {
            string why = tables.Length > 1 ? "of several files" : "of a file of another kind";
            warnings.Warn(
                tables[0].Path,
                NoticeCode.ColumnsNotKept,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{left.Length} columns {why} are not carried over, {left[0]} for example"));
        }
    }
}
