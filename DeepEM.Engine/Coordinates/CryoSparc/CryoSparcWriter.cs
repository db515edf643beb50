using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.NumPy;

namespace DeepEM.Engine.Coordinates.CryoSparc;

/// <summary>Writes a <c>.cs</c> file with the fields of picked particles in cryoSPARC: places, micrograph, score.
/// </summary>
/// <remarks>Unique numbers come from the micrograph's name and the particle's place in the list, so that the same input
/// gives the same bytes. Fractions and scores are single precision, as cryoSPARC's own.</remarks>
public static class CryoSparcWriter
{
    /// <summary>Number of the exposure group where nobody says it.</summary>
    internal const uint GroupId = 1;

    // After the fields that every file has.
    private const int PowerField = 9;

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="micrographs">The particles; every micrograph has a <see cref="MicrographPicks.Size"/>.</param>
    /// <param name="exposures">The project's own micrographs by name, one for each of <paramref name="micrographs"/>:
    /// their numbers, paths, extents and pixel sizes are written, and the rest of what a result for a project needs.
    /// Null for none.</param>
    /// <exception cref="ArgumentException">The size of a micrograph is not known.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyList<MicrographPicks> micrographs,
        IReadOnlyDictionary<string, CryoSparcExposure>? exposures = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(micrographs);
        CryoSparcExposure?[] known = [.. micrographs.Select(picks => exposures?[picks.Micrograph])];
        int longest = micrographs
            .Select((picks, i) => Encoding.UTF8.GetByteCount(PathOf(picks, known[i])))
            .Append(1).Max();
        bool hasPixelSize = exposures is not null
            || (micrographs.Count > 0 && micrographs.All(picks => picks.PixelSizeAngstrom is not null));
        NumPyField[] fields = Fields(longest, hasPixelSize, exposures is not null);
        byte[] row = new byte[fields[^1].Offset + fields[^1].Size];
        NumPyTableWriter.WriteHeader(stream, fields, micrographs.Sum(picks => picks.Particles.Count));
        foreach ((MicrographPicks picks, CryoSparcExposure? exposure) in micrographs.Zip(known))
        {
            MicrographSize size = exposure?.Size ?? picks.Size
                ?? throw new ArgumentException($"The size of {picks.Micrograph} is not known.", nameof(micrographs));
            Fill(row, fields, picks, exposure, size);
            for (int i = 0; i < picks.Particles.Count; i++)
            {
                Particle particle = picks.Particles[i];
                (double x, double y) = CoordinateFrame.ToFractions(particle, size);
                BinaryPrimitives.WriteUInt64LittleEndian(row, Unique(picks.Micrograph, i + 1));
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[5].Offset), (float)x);
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[6].Offset), (float)y);
                double score = Math.Clamp(particle.FigureOfMerit, float.MinValue, float.MaxValue);
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[7].Offset), (float)score);
                if (fields.Length > PowerField)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[PowerField].Offset), (float)score);
                }

                stream.Write(row);
            }
        }
    }

    // What all particles of a micrograph have in common.
    private static void Fill(
        byte[] row, NumPyField[] fields, MicrographPicks picks, CryoSparcExposure? exposure, MicrographSize size)
    {
        Array.Clear(row);
        BinaryPrimitives.WriteUInt64LittleEndian(
            row.AsSpan(fields[1].Offset), exposure?.Uid ?? Unique(picks.Micrograph, 0));
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[2].Offset), exposure?.GroupId ?? GroupId);
        Encoding.UTF8.GetBytes(PathOf(picks, exposure), row.AsSpan(fields[3].Offset, fields[3].Size));
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[4].Offset), (uint)size.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[4].Offset + 4), (uint)size.Width);
        if (fields.Length > 8)
        {
            BinaryPrimitives.WriteSingleLittleEndian(
                row.AsSpan(fields[8].Offset), (float)(exposure?.PixelSizeAngstrom ?? picks.PixelSizeAngstrom!.Value));
        }
    }

    private static string PathOf(MicrographPicks picks, CryoSparcExposure? exposure) =>
        exposure?.Path ?? CryoSparcReader.WithMark(picks.Micrograph);

    private static NumPyField[] Fields(int longestName, bool hasPixelSize, bool isForProject)
    {
        (string Name, char Kind, int ItemSize, int Count)[] types =
        [
            ("uid", 'u', 8, 1),
            ("location/micrograph_uid", 'u', 8, 1),
            ("location/exp_group_id", 'u', 4, 1),
            (CryoSparcReader.Micrograph, 'S', longestName, 1),
            (CryoSparcReader.Shape, 'u', 4, 2),
            (CryoSparcReader.X, 'f', 4, 1),
            (CryoSparcReader.Y, 'f', 4, 1),
            (CryoSparcReader.Score, 'f', 4, 1),
            (CryoSparcReader.PixelSize, 'f', 4, 1),
            ("pick_stats/power", 'f', 4, 1),
            ("pick_stats/template_idx", 'u', 4, 1),
        ];
        int count = isForProject ? types.Length : hasPixelSize ? PowerField : PowerField - 1;
        List<NumPyField> fields = [];
        int offset = 0;
        foreach ((string name, char kind, int itemSize, int elements) in types[..count])
        {
            fields.Add(new NumPyField(name, kind, itemSize, elements, offset));
            offset += itemSize * elements;
        }

        return [.. fields];
    }

    private static ulong Unique(string micrograph, int number)
    {
        byte[] hash = Sha256Digest.Of(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} {micrograph}")));
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
