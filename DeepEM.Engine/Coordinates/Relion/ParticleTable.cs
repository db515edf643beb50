using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>A STAR file of particles with all its columns, optics groups and other tables, to select from and write.
/// </summary>
/// <remarks>
/// It is never changed itself: selecting rows, changing or adding columns gives another one that shares the text that
/// was read (<see cref="StarRows"/>). What was not changed is written letter by letter as it was read. A
/// <see cref="Particle"/> says by its <see cref="Particle.Row"/> which row it came from.
/// </remarks>
public sealed class ParticleTable
{
    private readonly IReadOnlyList<StarRows> _blocks;
    private readonly int _particles;
    private readonly int _optics;
    private readonly Lazy<OrderedDictionary<int, OpticsGroup>> _groups;

    private ParticleTable(IReadOnlyList<StarRows> blocks, int particles, int optics)
    {
        _blocks = blocks;
        _particles = particles;
        _optics = optics;
        _groups = new(() => Optics is { } table ? OpticsTable.Read(table) : []);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">It cannot be read, or no table has coordinates.</exception>
    public static ParticleTable Read(string path) => Of(StarReader.Read(path));

    /// <summary>Takes the table with coordinates from a file that was read.</summary>
    /// <param name="star">The file.</param>
    /// <exception cref="InvalidFileException">No table has coordinates.</exception>
    public static ParticleTable Of(StarFile star)
    {
        ArgumentNullException.ThrowIfNull(star);
        StarTable particles = star.Require(RelionLabels.CoordinateX, RelionLabels.CoordinateY);
        StarTable? optics = star.Find(OpticsTable.Block);
        bool hasOptics = optics is not null && !ReferenceEquals(optics, particles)
            && particles.HasColumn(RelionLabels.OpticsGroup);
        return new ParticleTable(
            [.. star.Tables.Select(StarRows.Of)],
            IndexOf(star, particles),
            hasOptics ? IndexOf(star, optics!) : -1);
    }

    /// <summary>The file it was read from.</summary>
    public string Path => Particles.Path;

    /// <summary>The table of particles: any column of any row.</summary>
    public StarRows Particles => _blocks[_particles];

    /// <summary>The table of optics groups that the particles refer to; null where there is none, as before RELION 3.1.
    /// </summary>
    public StarRows? Optics => _optics < 0 ? null : _blocks[_optics];

    /// <summary>Every table of the file, in its order, these two among them.</summary>
    public IReadOnlyList<StarRows> Blocks => _blocks;

    /// <summary>The optics groups, in the order of their table; empty where there is none.</summary>
    /// <exception cref="InvalidFileException">A group occurs twice, or its pixel size is none.</exception>
    public IReadOnlyList<OpticsGroup> OpticsGroups => _groups.Value.Values;

    /// <summary>Number of particles.</summary>
    public int RowCount => Particles.RowCount;

    /// <summary>Whether the table says on which micrograph a particle lies.</summary>
    public bool HasNames => Particles.HasColumn(RelionLabels.MicrographName);

    /// <summary>Whether the table has origins, which are still in the coordinates.</summary>
    internal bool HasOrigins =>
        (Particles.HasColumn(RelionLabels.OriginXAngstrom) && Particles.HasColumn(RelionLabels.OriginYAngstrom))
        || (Particles.HasColumn(RelionLabels.OriginX) && Particles.HasColumn(RelionLabels.OriginY));

    /// <summary>Name of a particle's micrograph.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <returns>The name; null where the table has no names.</returns>
    public string? MicrographName(int row) => HasNames ? Particles.Text(row, RelionLabels.MicrographName) : null;

    /// <summary>The optics group of a particle.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <returns>The group; null where the file has no table of them.</returns>
    /// <exception cref="InvalidFileException">The table does not have the group.</exception>
    public OpticsGroup? OpticsGroupOf(int row)
    {
        if (Optics is null)
        {
            return null;
        }

        int number = Particles.WholeNumber(row, RelionLabels.OpticsGroup);
        return _groups.Value.TryGetValue(number, out OpticsGroup? group)
            ? group
            : throw Particles.Invalid(row, RelionLabels.OpticsGroup, string.Create(
                CultureInfo.InvariantCulture, $"found optics group {number}, expected one of data_optics"));
    }

    /// <summary>Pixel size of a particle's micrograph as far as the file leaves no doubt.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <returns>Angstrom, positive; null where the file does not say, or not for certain
    /// (<see cref="OpticsGroup.CertainPixelSizeAngstrom"/>).</returns>
    /// <exception cref="InvalidFileException">A value is no positive number, or the optics group is not listed.
    /// </exception>
    public double? CertainPixelSize(int row) =>
        PixelSizeOfRow(row) ?? OpticsGroupOf(row)?.CertainPixelSizeAngstrom ?? OldPixelSize(row);

    /// <summary>Pixel size of a particle's micrograph, or what comes nearest to it
    /// (<see cref="OpticsGroup.LikelyPixelSizeAngstrom"/>).</summary>
    /// <param name="row">Row, from 0.</param>
    /// <returns>Angstrom, positive; null where the file says none.</returns>
    /// <exception cref="InvalidFileException">A value is no positive number, or the optics group is not listed.
    /// </exception>
    public double? LikelyPixelSize(int row) =>
        PixelSizeOfRow(row) ?? OpticsGroupOf(row)?.LikelyPixelSizeAngstrom ?? OldPixelSize(row);

    /// <summary>The contrast transfer function of a particle, from its row, else from its optics group.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <exception cref="InvalidFileException">A value that is there is no finite number.</exception>
    public CtfParameters Ctf(int row) => new(
        Number(row, RelionLabels.DefocusU),
        Number(row, RelionLabels.DefocusV),
        Number(row, RelionLabels.DefocusAngle),
        Number(row, RelionLabels.PhaseShift),
        Number(row, RelionLabels.Voltage),
        Number(row, RelionLabels.SphericalAberration),
        Number(row, RelionLabels.AmplitudeContrast));

    /// <summary>Moves particles of this table to where they are when their micrograph has another pixel size than the
    /// file could say: coordinate - origin / pixel size.</summary>
    /// <param name="picks">Particles of one micrograph, each with its row in this table.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the image that the coordinates count in, angstrom; null to take
    /// what the file says.</param>
    /// <param name="warnings">Receives what was odd about the origins.</param>
    /// <returns>The particles at their centres, each place once.</returns>
    /// <exception cref="InvalidFileException">An origin is in angstrom and nothing says the pixel size.</exception>
    public MicrographPicks Centre(
        MicrographPicks picks, double? pixelSizeAngstrom, ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(warnings);
        if (picks.Particles.Count == 0)
        {
            return picks;
        }

        ParticleOrigins origins = new(this);
        ParticleCollector centred = new(picks.Source);
        foreach (Particle particle in picks.Particles)
        {
            (double x, double y) = origins.Of(particle.Row, pixelSizeAngstrom);
            centred.Add(picks.Micrograph, particle with
            {
                X = Particles.Number(particle.Row, RelionLabels.CoordinateX) - x,
                Y = Particles.Number(particle.Row, RelionLabels.CoordinateY) - y,
            });
        }

        origins.Warn(warnings);
        return picks with { Particles = centred.Finish(warnings)[0].Particles };
    }

    /// <summary>The table with some of its particles; optics groups and other tables stay.</summary>
    /// <param name="rows">Rows of this table, from 0, in the order wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ParticleTable Select(IReadOnlyList<int> rows) => WithParticles(Particles.Select(rows));

    /// <summary>The table with other particles.</summary>
    /// <param name="particles">Made from <see cref="Particles"/>.</param>
    public ParticleTable WithParticles(StarRows particles) => With(_particles, particles);

    /// <summary>The table with other optics groups.</summary>
    /// <param name="optics">Made from <see cref="Optics"/>.</param>
    /// <exception cref="InvalidOperationException">It has no table of optics groups.</exception>
    public ParticleTable WithOptics(StarRows optics) => _optics < 0
        ? throw new InvalidOperationException("The file has no table of optics groups.")
        : With(_optics, optics);

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream) => StarTableWriter.Write(stream, _blocks);

    private ParticleTable With(int index, StarRows block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new ParticleTable([.. _blocks.Select((other, i) => i == index ? block : other)], _particles, _optics);
    }

    private static int IndexOf(StarFile star, StarTable table) => star.Tables.TakeWhile(one => one != table).Count();

    private double? PixelSizeOfRow(int row) => Particles.HasColumn(RelionLabels.MicrographPixelSize)
        ? Positive(row, RelionLabels.MicrographPixelSize)
        : null;

    private double? OldPixelSize(int row) =>
        Optics is null
        && Particles.HasColumn(RelionLabels.DetectorPixelSize) && Particles.HasColumn(RelionLabels.Magnification)
            ? 10000 * Positive(row, RelionLabels.DetectorPixelSize) / Positive(row, RelionLabels.Magnification)
            : null;

    private double Positive(int row, string column)
    {
        double value = Particles.Number(row, column);
        return value > 0 ? value : throw Particles.Invalid(row, column, "expected a positive number");
    }

    private double? Number(int row, string column) =>
        Particles.HasColumn(column) ? Particles.Number(row, column)
        : Optics is { } optics && optics.HasColumn(column) ? optics.Number(OpticsGroupOf(row)!.Row, column)
        : null;
}
