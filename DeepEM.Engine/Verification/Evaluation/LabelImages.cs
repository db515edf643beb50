using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Names;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Finds the micrographs that labels belong to.</summary>
internal static class LabelImages
{
    /// <summary>The micrographs that labels belong to.</summary>
    /// <param name="labels">The labels of all micrographs.</param>
    /// <param name="images">The micrographs, matched by their names; empty to look beside the labels.</param>
    /// <returns>For each its micrograph, with the name of the labels where it was found beside them; null where there
    /// is none.</returns>
    /// <exception cref="InvalidFileException">A micrograph could be that of two, or one could have either of two.
    /// </exception>
    public static IReadOnlyList<MicrographSource?> Find(
        IReadOnlyList<MicrographPicks> labels, IReadOnlyList<MicrographSource> images)
    {
        if (images.Count == 0)
        {
            return [.. labels.Select(label =>
                Beside(label) is { } path ? new MicrographSource(path, label.Micrograph, null) : null)];
        }

        int[] found = new NameIndex(images.Select(image => image.Name)).Match(
            [.. labels.Select(label => label.Micrograph)],
            clash => new InvalidFileException(
                clash.Name,
                $"could belong to {clash.First} or to {clash.Second}; expected file names that differ, or labels with "
                + "the micrographs' full names"));
        return [.. found.Select(image => image < 0 ? null : images[image])];
    }

    /// <summary>The micrograph beside labels, or in the folder above.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>Its file, or null when there is none.</returns>
    public static string? Beside(MicrographPicks labels)
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
