using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>What a picking left of one micrograph: all that scored, and where nothing was picked.</summary>
internal static class ScoredFile
{
    private const string Suffix = "_all.star";

    /// <summary>Everything that scored.</summary>
    /// <param name="folder">The folder of the picking.</param>
    /// <param name="output">Name of the micrograph's outputs.</param>
    /// <returns>The places, the best first; null where it was not picked.</returns>
    /// <exception cref="Foundation.InvalidFileException">The file cannot be read.</exception>
    public static IReadOnlyList<Particle>? Read(string folder, string output)
    {
        string path = Path.Combine(folder, output + Suffix);
        return File.Exists(path) ? CoordinateFileReader.Read(path, []).ForMicrograph(output).Particles : null;
    }

    /// <summary>The figures of merit of everything that scored.</summary>
    /// <param name="folder">The folder of the picking.</param>
    /// <param name="output">Name of the micrograph's outputs.</param>
    /// <returns>The best first; null where it was not picked.</returns>
    /// <exception cref="Foundation.InvalidFileException">The file cannot be read.</exception>
    public static double[]? ReadScores(string folder, string output) =>
        Read(folder, output) is { } found ? [.. found.Select(place => place.FigureOfMerit)] : null;

    /// <summary>Where nothing was picked.</summary>
    /// <param name="folder">The folder of the picking.</param>
    /// <param name="output">Name of the micrograph's outputs.</param>
    /// <returns>Runs of masked cells: row, first and last column, over the whole micrograph, and the mask's columns and
    /// rows; nothing where there is no mask.</returns>
    public static (IReadOnlyList<int[]> Runs, int Columns, int Rows) ReadMask(string folder, string output)
    {
        string path = Path.Combine(folder, Micrographs.Masks.MaskFolder.Name, output + ".mrc");
        if (!File.Exists(path))
        {
            return ([], 0, 0);
        }

        Micrograph mask = MicrographReader.Read(path);
        List<int[]> runs = [];
        for (int row = 0; row < mask.Height; row++)
        {
            ReadOnlySpan<float> cells = mask.Pixels.AsSpan(row * mask.Width, mask.Width);
            for (int column = 0; column < cells.Length; column++)
            {
                int first = column;
                while (column < cells.Length && cells[column] != 0)
                {
                    column++;
                }

                if (column > first)
                {
                    runs.Add([row, first, column - 1]);
                }
            }
        }

        return (runs, mask.Width, mask.Height);
    }
}
