using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Fuzz;

/// <summary>Reads a table of particles, turns its rows over, writes it, and reads every cell again.</summary>
internal static class TableRoundTrip
{
    /// <summary>Does so.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">It is no table of particles, or a typed value is wrong.</exception>
    /// <exception cref="InvalidOperationException">What was written is not what was read.</exception>
    public static void Run(string path)
    {
        ParticleTable table = ParticleTable.Read(path);
        ParticleTable turned = table.Select([.. Enumerable.Range(0, table.RowCount).Reverse()]);
        using MemoryStream stream = new();
        turned.Write(stream);
        Require(turned, Again(path, stream.ToArray()));
        for (int row = 0; row < table.RowCount; row++)
        {
            _ = table.MicrographName(row);
            _ = table.Ctf(row);
            _ = table.CertainPixelSize(row) ?? table.LikelyPixelSize(row);
        }
    }

    private static ParticleTable Again(string path, byte[] written)
    {
        try
        {
            return ParticleTable.Of(StarReader.Parse(path, written));
        }
        catch (InvalidFileException refusal)
        {
            throw new InvalidOperationException("What was written cannot be read.", refusal);
        }
    }

    private static void Require(ParticleTable written, ParticleTable read)
    {
        bool areSame = written.Blocks.Count == read.Blocks.Count
            && written.Blocks.Zip(read.Blocks).All(pair => AreSame(pair.First, pair.Second));
        if (!areSame)
        {
            throw new InvalidOperationException("What was written reads as something else.");
        }
    }

    private static bool AreSame(StarRows one, StarRows other) =>
        one.Name == other.Name
        && one.Version == other.Version
        && one.IsLoop == other.IsLoop
        && one.RowCount == other.RowCount
        && one.Columns.SequenceEqual(other.Columns)
        && one.Columns.All(column =>
            Enumerable.Range(0, one.RowCount).All(row => one.Text(row, column) == other.Text(row, column)));
}
