using System.Globalization;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>Topaz's table as RELION 4 and 5 read it: where it is not satisfied, its job stops.</summary>
/// <remarks>
/// The file must be there. Its first line has three words or more, one of which contains x_coord, one y_coord and one
/// score. Every further line gives a particle, until one is shorter than two letters.
/// </remarks>
internal static class RelionTable
{
    public static IReadOnlyList<(double X, double Y, double Score)> Read(string path)
    {
        using StreamReader reader = new(path);
        string[] header = Words(reader.ReadLine() ?? throw new InvalidDataException($"{path} has no header"));
        if (header.Length < 3)
        {
            throw new InvalidDataException($"{path}: {header.Length} columns");
        }

        (int x, int y, int score) = (Column(header, "x_coord"), Column(header, "y_coord"), Column(header, "score"));
        List<(double, double, double)> particles = [];
        while (reader.ReadLine() is { Length: >= 2 } line)
        {
            string[] words = Words(line);
            particles.Add((Number(words[x]), Number(words[y]), Number(words[score])));
        }

        return particles;
    }

    private static string[] Words(string line) =>
        line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static int Column(string[] header, string name)
    {
        int column = Array.FindIndex(header, word => word.Contains(name, StringComparison.Ordinal));
        return column >= 0 ? column : throw new InvalidDataException($"there is no column {name}");
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
