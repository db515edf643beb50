using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Coordinates;

/// <summary>Particles of many micrographs, found by the micrographs' names.</summary>
public sealed class PickSet
{
    private readonly Dictionary<string, MicrographPicks> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MicrographPicks>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MicrographPicks>> _byStemWithoutNumber = new(StringComparer.Ordinal);

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
        foreach (MicrographPicks picks in Micrographs)
        {
            _byName.Add(picks.Micrograph, picks);
            if (!_byStem.TryGetValue(picks.Stem, out List<MicrographPicks>? sameStem))
            {
                _byStem.Add(picks.Stem, sameStem = []);
            }

            sameStem.Add(picks);
        }

        foreach (MicrographPicks picks in Micrographs)
        {
            if (picks.StemWithoutNumber is string stem && !_byStem.ContainsKey(stem))
            {
                List<MicrographPicks> sameStem = _byStemWithoutNumber.GetValueOrDefault(stem, []);
                _byStemWithoutNumber[stem] = sameStem;
                sameStem.Add(picks);
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

    /// <summary>Finds a micrograph's picks: by its name as it stands, else by its stem, else by the stem without the
    /// number that cryoSPARC puts before it.</summary>
    /// <param name="micrograph">Name, path or stem of the micrograph.</param>
    /// <returns>The picks, with what they were matched by; null when there are none for it.</returns>
    /// <exception cref="InvalidFileException">Several micrographs have this stem and none this name.</exception>
    public MicrographPicks? Find(string micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        if (_byName.TryGetValue(micrograph, out MicrographPicks? named))
        {
            return named;
        }

        string stem = FileStem.Of(micrograph);
        if (!_byStem.TryGetValue(stem, out List<MicrographPicks>? found)
            && !_byStemWithoutNumber.TryGetValue(stem, out found))
        {
            return null;
        }

        return found.Count == 1
            ? found[0]
            : throw new InvalidFileException(
                Path,
                $"{found[0].Micrograph} and {found[1].Micrograph} have one file name, and {micrograph} could be "
                + "either; name micrographs as the STAR file does");
    }
}
