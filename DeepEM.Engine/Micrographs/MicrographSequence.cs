namespace DeepEM.Engine.Micrographs;

/// <summary>Micrographs one after the other: all known beforehand, or coming as they are made.</summary>
public sealed class MicrographSequence
{
    private readonly Func<CancellationToken, IEnumerable<MicrographSource>> _read;

    private MicrographSequence(
        Func<CancellationToken, IEnumerable<MicrographSource>> read,
        OutputNames names,
        IReadOnlyList<MicrographSource>? known)
    {
        (_read, Names, Known) = (read, names, known);
    }

    /// <summary>How their outputs are named.</summary>
    public OutputNames Names { get; }

    /// <summary>All of them, where they are known beforehand; else null.</summary>
    public IReadOnlyList<MicrographSource>? Known { get; }

    /// <summary>Micrographs that are all known.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <exception cref="Foundation.InvalidFileException">Two of them would write the same files.</exception>
    public static MicrographSequence Of(IReadOnlyList<MicrographSource> sources) =>
        new(_ => sources, OutputNames.For(sources), sources);

    /// <summary>Micrographs that come as they are made.</summary>
    /// <param name="read">Gives them, waiting for the next; stops waiting and ends once its token is cancelled.</param>
    /// <param name="names">How their outputs are named, no two alike.</param>
    public static MicrographSequence Of(
        Func<CancellationToken, IEnumerable<MicrographSource>> read, OutputNames names)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(names);
        return new MicrographSequence(read, names, known: null);
    }

    /// <summary>Gives the micrographs.</summary>
    /// <param name="noMore">Cancelled when none is picked any more: what is known already still comes, nothing is
    /// waited for.</param>
    public IEnumerable<MicrographSource> Read(CancellationToken noMore) => _read(noMore);
}
