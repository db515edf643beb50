namespace DeepEM.Engine.Coordinates.Names;

/// <summary>Which stems of files could be those of micrographs without what programs put around them.</summary>
internal sealed class LooseStems
{
    private readonly HashSet<string> _wanted;

    /// <summary>Prepares the question.</summary>
    /// <param name="micrographs">Stems of the micrographs.</param>
    /// <param name="files">Stems of all files; where one is that of a micrograph, no other is needed.</param>
    public LooseStems(IReadOnlySet<string> micrographs, IEnumerable<string> files)
    {
        HashSet<string> found = files.Where(micrographs.Contains).ToHashSet(StringComparer.Ordinal);
        _wanted = micrographs.Where(stem => !found.Contains(stem)).Select(LooseStem.Of)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a file could be that of a micrograph without a file of its name.</summary>
    /// <param name="stem">The file's stem.</param>
    public bool Contains(string stem) => _wanted.Count > 0 && _wanted.Contains(LooseStem.Of(stem));
}
