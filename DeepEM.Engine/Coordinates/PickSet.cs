using DeepEM.Engine.Coordinates.Names;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Particles of many micrographs, found by the micrographs' names.</summary>
public sealed class PickSet
{
    private readonly NameIndex _names;

    /// <summary>Gathers picks.</summary>
    /// <param name="path">What they were read from: a file or a folder.</param>
    /// <param name="micrographs">Picks per micrograph, no name twice.</param>
    /// <param name="warnings">What was odd, each a notice.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public PickSet(string path, IEnumerable<MicrographPicks> micrographs, IReadOnlyList<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        Path = path;
        Warnings = warnings;
        Micrographs = [.. micrographs.OrderBy(picks => picks.Micrograph, StringComparer.Ordinal)];
        _names = new NameIndex(Micrographs.Select(picks => picks.Micrograph));
        for (int i = 1; i < Micrographs.Count; i++)
        {
            if (Micrographs[i].Micrograph == Micrographs[i - 1].Micrograph)
            {
                throw new ArgumentException($"{Micrographs[i].Micrograph} occurs twice.", nameof(micrographs));
            }
        }
    }

    /// <summary>What the picks were read from.</summary>
    public string Path { get; }

    /// <summary>Picks per micrograph, in ordinal order of the names.</summary>
    public IReadOnlyList<MicrographPicks> Micrographs { get; }

    /// <summary>What was odd about the files, each a notice.</summary>
    public IReadOnlyList<Notice> Warnings { get; }

    /// <summary>Number of particles on all micrographs.</summary>
    public int ParticleCount => Micrographs.Sum(picks => picks.Particles.Count);

    /// <summary>Finds the picks of one micrograph, as <see cref="Match"/> does of many.</summary>
    /// <param name="micrograph">Name, path or stem of the micrograph.</param>
    /// <returns>The picks; null when there are none for it.</returns>
    /// <exception cref="InvalidFileException">Several micrographs have this file name and none this name.</exception>
    public MicrographPicks? Find(string micrograph) => Match([micrograph])[0];

    /// <summary>Finds the picks of micrographs: by the name as it stands, else by file name and folders, else by the
    /// file name without what programs put around it. A better claim goes before a weaker one, and no picks are given
    /// to two micrographs.</summary>
    /// <param name="micrographs">Names, paths or stems of all micrographs in question.</param>
    /// <returns>For each its picks, null where there are none for it.</returns>
    /// <exception cref="InvalidFileException">Picks could be those of two micrographs, or a micrograph could have
    /// either of two.</exception>
    public IReadOnlyList<MicrographPicks?> Match(IReadOnlyList<string> micrographs)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        return [.. _names.Match(micrographs, Refusal).Select(found => found < 0 ? null : Micrographs[found])];
    }

    private InvalidFileException Refusal(NameClash clash) => clash.IsOfWanted
        ? new InvalidFileException(
            Path,
            $"{clash.First} and {clash.Second} have one file name, and {clash.Name} could be either; name micrographs "
            + "as the STAR file does")
        : new InvalidFileException(
            Micrographs.First(picks => picks.Micrograph == clash.Name).Source,
            $"could be the picks of {clash.First} and of {clash.Second}; expected file names that differ, or a STAR "
            + "file with the full names");
}
