using System.Globalization;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Writes one STAR file of particles on many micrographs, as RELION imports and re-extracts them.</summary>
public static class ParticleStarWriter
{
    private static readonly string[] _columns =
        ["_rlnCoordinateX", "_rlnCoordinateY", "_rlnMicrographName", "_rlnAutopickFigureOfMerit"];

    private static readonly string[] _opticsColumns = ["_rlnOpticsGroupName", "_rlnOpticsGroup"];

    /// <summary>Writes the text as since RELION 3.1: an optics group for each pixel size, then the particles.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="micrographs">The particles. Pixel sizes are written where all micrographs have one.</param>
    public static void Write(TextWriter writer, IReadOnlyList<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(micrographs);
        bool hasSizes = HavePixelSizes(micrographs);
        double[] sizes = hasSizes ? [.. micrographs.Select(picks => picks.PixelSizeAngstrom!.Value).Distinct()] : [0];
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer,
            "optics",
            hasSizes
                ? [.. _opticsColumns, "_rlnMicrographOriginalPixelSize", "_rlnMicrographPixelSize"]
                : _opticsColumns,
            sizes.Select((size, i) => Optics(i + 1, size)));
        writer.Write("\n\n");
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer,
            "particles",
            [.. _columns, "_rlnOpticsGroup"],
            micrographs.SelectMany(picks =>
            {
                string group = Whole(hasSizes ? Array.IndexOf(sizes, picks.PixelSizeAngstrom!.Value) + 1 : 1);
                return picks.Particles.Select(particle => (string[])[.. Row(picks, particle), group]);
            }));

        string[] Optics(int group, double size) => hasSizes
            ? [$"opticsGroup{group}", Whole(group), StarWriter.Number(size), StarWriter.Number(size)]
            : [$"opticsGroup{group}", Whole(group)];
    }

    /// <summary>Writes the text as before RELION 3.1: one table, the pixel size as that of a detector at the
    /// magnification 10,000, where all micrographs have one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="micrographs">The particles.</param>
    public static void WriteOld(TextWriter writer, IReadOnlyList<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(micrographs);
        bool hasSizes = HavePixelSizes(micrographs);
        writer.Write("\n");
        StarWriter.WriteLoop(
            writer,
            "",
            hasSizes ? [.. _columns, "_rlnDetectorPixelSize", "_rlnMagnification"] : _columns,
            micrographs.SelectMany(picks => picks.Particles.Select(particle => hasSizes
                ? [.. Row(picks, particle), StarWriter.Number(picks.PixelSizeAngstrom!.Value), "10000"]
                : Row(picks, particle))));
    }

    private static bool HavePixelSizes(IReadOnlyList<MicrographPicks> micrographs) =>
        micrographs.Count > 0 && micrographs.All(picks => picks.PixelSizeAngstrom is not null);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string[] Row(MicrographPicks picks, Particle particle) =>
    [
        StarWriter.Number(particle.X),
        StarWriter.Number(particle.Y),
        picks.Micrograph,
        StarWriter.Number(particle.FigureOfMerit),
    ];
}
