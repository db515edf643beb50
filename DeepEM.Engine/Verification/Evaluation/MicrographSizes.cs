using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Finds how large the micrographs are that labels belong to.</summary>
internal sealed class MicrographSizes
{
    private readonly Dictionary<string, MicrographSource> _byStem = new(StringComparer.Ordinal);

    /// <summary>Prepares the search.</summary>
    /// <param name="images">The micrographs, matched by stem; empty to look beside the labels.</param>
    public MicrographSizes(IReadOnlyList<MicrographSource> images)
    {
        foreach (MicrographSource image in images)
        {
            _byStem.TryAdd(image.Stem, image);
        }
    }

    /// <summary>The micrograph that labels belong to.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>Its file, or null when there is none.</returns>
    public string? PathOf(MicrographPicks labels) =>
        _byStem.Count > 0 ? _byStem.GetValueOrDefault(labels.Stem)?.Path : BesideLabels(labels);

    /// <summary>Reads the header of a micrograph.</summary>
    /// <param name="path">The file, or null.</param>
    /// <param name="reading">Which image of it; null for the usual.</param>
    /// <returns>Columns and rows; 0 and 0 without a file.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public static (int Width, int Height) Of(string? path, MicrographReading? reading)
    {
        if (path is null)
        {
            return (0, 0);
        }

        MicrographHeader header = MicrographReader.ReadHeader(path, reading);
        return (header.Width, header.Height);
    }

    private static string? BesideLabels(MicrographPicks labels)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(labels.Source)) ?? "";
        IEnumerable<string> candidates = new[] { folder, Path.Combine(folder, "..") }.SelectMany(
            place => MicrographFileName.OfStem(labels.Stem).Select(name => Path.Combine(place, name)));
        string? named = ProjectPath.Find(labels.Micrograph, labels.Source);
        return named is not null && File.Exists(named) && FileStem.Of(named) != Path.GetFileName(named)
            ? named
            : candidates.FirstOrDefault(File.Exists);
    }
}
