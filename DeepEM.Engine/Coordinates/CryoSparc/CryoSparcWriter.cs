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
    private const int GroupId = 1;

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="micrographs">The particles; every micrograph has a <see cref="MicrographPicks.Size"/>.</param>
    /// <exception cref="ArgumentException">The size of a micrograph is not known.</exception>
    public static void Write(Stream stream, IReadOnlyList<MicrographPicks> micrographs)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(micrographs);
        int longest = micrographs
            .Select(picks => Encoding.UTF8.GetByteCount(CryoSparcReader.WithMark(picks.Micrograph)))
            .Append(1).Max();
        bool hasPixelSize = micrographs.Count > 0 && micrographs.All(picks => picks.PixelSizeAngstrom is not null);
        NumPyField[] fields = Fields(longest, hasPixelSize);
        byte[] row = new byte[fields[^1].Offset + fields[^1].Size];
        NumPyTableWriter.WriteHeader(stream, fields, micrographs.Sum(picks => picks.Particles.Count));
        foreach (MicrographPicks picks in micrographs)
        {
            MicrographSize size = picks.Size
                ?? throw new ArgumentException($"The size of {picks.Micrograph} is not known.", nameof(micrographs));
            Fill(row, fields, picks, size);
            for (int i = 0; i < picks.Particles.Count; i++)
            {
                Particle particle = picks.Particles[i];
                (double x, double y) = CoordinateFrame.ToFractions(particle, size);
                BinaryPrimitives.WriteUInt64LittleEndian(row, Unique(picks.Micrograph, i + 1));
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[5].Offset), (float)x);
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[6].Offset), (float)y);
                double score = Math.Clamp(particle.FigureOfMerit, float.MinValue, float.MaxValue);
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(fields[7].Offset), (float)score);
                stream.Write(row);
            }
        }
    }

    // What all particles of a micrograph have in common.
    private static void Fill(byte[] row, NumPyField[] fields, MicrographPicks picks, MicrographSize size)
    {
        Array.Clear(row);
        BinaryPrimitives.WriteUInt64LittleEndian(row.AsSpan(fields[1].Offset), Unique(picks.Micrograph, 0));
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[2].Offset), GroupId);
        Encoding.UTF8.GetBytes(
            CryoSparcReader.WithMark(picks.Micrograph), row.AsSpan(fields[3].Offset, fields[3].Size));
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[4].Offset), (uint)size.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(fields[4].Offset + 4), (uint)size.Width);
        if (fields.Length > 8)
        {
            BinaryPrimitives.WriteSingleLittleEndian(
                row.AsSpan(fields[8].Offset), (float)picks.PixelSizeAngstrom!.Value);
        }
    }

    private static NumPyField[] Fields(int longestName, bool hasPixelSize)
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
        ];
        List<NumPyField> fields = [];
        int offset = 0;
        foreach ((string name, char kind, int itemSize, int count) in hasPixelSize ? types : types[..^1])
        {
            fields.Add(new NumPyField(name, kind, itemSize, count, offset));
            offset += itemSize * count;
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
