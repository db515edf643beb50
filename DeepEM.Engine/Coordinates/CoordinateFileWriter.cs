using System.Globalization;
using System.Text;
using DeepEM.Engine.Coordinates.Boxes;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates;

/// <summary>Writes one file of coordinates in any format.</summary>
public static class CoordinateFileWriter
{
    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The format.</param>
    /// <param name="micrographs">The particles, in pixels of the image they are written for; one micrograph where the
    /// format has a file for each. Formats with corners need <see cref="MicrographPicks.BoxSize"/>, those with
    /// fractions <see cref="MicrographPicks.Size"/>.</param>
    /// <exception cref="ArgumentException">Something that the format needs is missing, or a name cannot stand in it
    /// (<see cref="CanHold"/>).</exception>
    public static void Write(Stream stream, CoordinateFormat format, IReadOnlyList<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(micrographs);
        if (format == CoordinateFormat.CryoSparc)
        {
            CryoSparcWriter.Write(stream, micrographs);
            return;
        }

        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), -1, true);
        if (CoordinateFormats.HoldsMany(format))
        {
            WriteMany(writer, format, micrographs);
        }
        else
        {
            MicrographPicks picks = micrographs.Count == 1
                ? micrographs[0]
                : throw new ArgumentException(
                    $"{micrographs.Count} micrographs in one file, expected 1.", nameof(micrographs));
            WriteOne(writer, format, picks);
        }
    }

    /// <summary>Whether a micrograph's name can stand in a format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="micrograph">The name.</param>
    /// <returns>False for control characters; in STAR files also for names with both kinds of quote and a blank.
    /// </returns>
    public static bool CanHold(CoordinateFormat format, string micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        bool isStar = format is CoordinateFormat.Relion or CoordinateFormat.RelionParticles
            or CoordinateFormat.RelionOld;
        return !micrograph.Any(char.IsControl) && (!isStar || StarWriter.CanHold(micrograph));
    }

    private static void WriteMany(
        StreamWriter writer, CoordinateFormat format, IReadOnlyList<MicrographPicks> micrographs)
    {
        switch (format)
        {
            case CoordinateFormat.RelionParticles:
                ParticleStarWriter.Write(writer, micrographs);
                break;
            case CoordinateFormat.RelionOld:
                ParticleStarWriter.WriteOld(writer, micrographs);
                break;
            default:
                TableWriter.Write(writer, format, micrographs);
                break;
        }
    }

    private static void WriteOne(StreamWriter writer, CoordinateFormat format, MicrographPicks picks)
    {
        switch (format)
        {
            case CoordinateFormat.Relion:
                PickStarWriter.Write(writer, picks.Particles);
                break;
            case CoordinateFormat.Eman2:
                Eman2InfoWriter.Write(writer, picks.Particles);
                break;
            case CoordinateFormat.Box:
                BoxWriter.Write(writer, picks.Particles, BoxSize(picks));
                break;
            case CoordinateFormat.Cbox:
                CboxWriter.Write(writer, picks.Particles, BoxSize(picks));
                break;
            case CoordinateFormat.CboxOld:
                BoxWriter.WriteOldCbox(writer, picks.Particles, BoxSize(picks));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "This is no format of coordinates.");
        }
    }

    private static double BoxSize(MicrographPicks picks) => picks.BoxSize is > 0
        ? picks.BoxSize.Value
        : throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture, $"{picks.Micrograph} has the box size {picks.BoxSize}, expected a size."));
}
