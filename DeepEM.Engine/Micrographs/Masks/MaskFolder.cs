using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>A folder of masks, one MRC image for a micrograph: <c>STEM.mrc</c> or <c>STEM_mask.mrc</c>.</summary>
public sealed class MaskFolder
{
    /// <summary>The folder below the picks that holds the masks they were made with, where it was asked for.</summary>
    public const string Name = "masks";

    private const string Suffix = "_mask";

    private readonly string _folder;
    private readonly MaskMeaning _meaning;
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="meaning">Which pixels are those to pick on.</param>
    /// <exception cref="InvalidFileException">
    /// It is not there, holds no MRC file, or two for one micrograph.
    /// </exception>
    public MaskFolder(string folder, MaskMeaning meaning)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _meaning) = (folder, meaning);
        if (!Directory.Exists(folder))
        {
            throw new InvalidFileException(folder, "no such folder, expected one of MRC masks");
        }

        foreach (string path in Glob.Expand(Path.Combine(folder, "*.mrc")))
        {
            string stem = FileStem.Of(path);
            stem = stem.EndsWith(Suffix, StringComparison.Ordinal) ? stem[..^Suffix.Length] : stem;
            if (!_paths.TryAdd(stem, path))
            {
                throw new InvalidFileException(path, $"a second mask of {stem} beside {_paths[stem]}, expected one");
            }
        }

        if (_paths.Count == 0)
        {
            throw new InvalidFileException(folder, "holds no MRC file, expected masks named as the micrographs are");
        }
    }

    /// <summary>The masks that <c>deepem pick --write-masks</c> left with its picks.</summary>
    /// <param name="picks">The folder of the picks.</param>
    /// <returns>The masks, or null where there are none.</returns>
    public static MaskFolder? Beside(string picks)
    {
        string folder = Path.Combine(picks, Name);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.mrc").Any()
            ? new MaskFolder(folder, MaskMeaning.KeepsZero)
            : null;
    }

    /// <summary>The mask of a micrograph.</summary>
    /// <param name="stem">The micrograph's name without folder and extension.</param>
    /// <returns>Its path, or null where there is none.</returns>
    public string? Find(string stem) => _paths.GetValueOrDefault(stem);

    /// <summary>Reads the mask of a micrograph.</summary>
    /// <param name="stem">The micrograph's name without folder and extension.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>The mask, or null where there is none.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or has other extents.</exception>
    public MicrographMask? Read(string stem, int height, int width) =>
        Find(stem) is { } path ? Read(path, _meaning, height, width) : null;

    /// <summary>Says which micrographs have no mask.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <returns>A line fit for a user, or null where all have one.</returns>
    /// <exception cref="InvalidFileException">None has one.</exception>
    public Notice? Missing(IReadOnlyList<MicrographSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        string[] without = [.. sources.Select(source => source.Stem).Where(stem => Find(stem) is null)];
        if (sources.Count > 0 && without.Length == sources.Count)
        {
            throw new InvalidFileException(
                _folder, $"has no mask for any of the {sources.Count} micrographs, expected {without[0]}.mrc");
        }

        return without.Length == 0
            ? null
            : Notice.Warning(
                _folder,
                NoticeCode.MaskMissing,
                $"no mask for {without.Length} of {sources.Count} micrographs, {without[0]} for example; only the "
                + "automatic mask is used there");
    }

    /// <summary>Reads a mask.</summary>
    /// <exception cref="InvalidFileException">It cannot be read, or has other extents.</exception>
    internal static MicrographMask Read(string path, MaskMeaning meaning, int height, int width) =>
        MicrographMask.Of(MicrographReader.Read(path), height, width, meaning == MaskMeaning.KeepsNonzero);
}
