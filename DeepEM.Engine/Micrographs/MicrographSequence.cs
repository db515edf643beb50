using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace DeepEM.Engine.Micrographs;

/// <summary>Micrographs one after the other: all known beforehand, or coming as they are made.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A token source without a timer and without a wait handle holds nothing.")]
public sealed class MicrographSequence
{
    private readonly Func<CancellationToken, IEnumerable<MicrographSource>> _read;
    private readonly List<MicrographSource> _ahead = [];
    private readonly CancellationTokenSource _noMore = new();
    private IEnumerator<MicrographSource>? _reading;
    private ExceptionDispatchInfo? _failure;

    private MicrographSequence(
        Func<CancellationToken, IEnumerable<MicrographSource>> read,
        OutputNames names,
        IReadOnlyList<MicrographSource>? known)
    {
        (_read, Names, Known) = (read, names, known);
    }

    /// <summary>How their outputs are named.</summary>
    public OutputNames Names { get; }

    /// <summary>The place that they come from as they are made; null for a list, and where there is no place.</summary>
    public IMicrographFeed? Feed { get; private init; }

    /// <summary>All of them, where they are known beforehand; else null.</summary>
    public IReadOnlyList<MicrographSource>? Known { get; }

    /// <summary>Micrographs that are all known.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <exception cref="Foundation.InvalidFileException">Two of them would write the same files.</exception>
    public static MicrographSequence Of(IReadOnlyList<MicrographSource> sources) =>
        new(_ => sources, OutputNames.For(sources), sources);

    /// <summary>Micrographs that are all known, and whose outputs are named in a way of their own.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="names">How their outputs are named.</param>
    /// <exception cref="Foundation.InvalidFileException">Two of them would write the same files.</exception>
    public static MicrographSequence Of(IReadOnlyList<MicrographSource> sources, OutputNames names)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(names);
        names.RequireDistinct(sources);
        return new MicrographSequence(_ => sources, names, sources);
    }

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

    /// <summary>Micrographs that come to a place as they are made.</summary>
    /// <param name="feed">The place.</param>
    public static MicrographSequence Of(IMicrographFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return new MicrographSequence(feed.Read, feed.Names, known: null) { Feed = feed };
    }

    /// <summary>Looks ahead.</summary>
    /// <param name="count">How many are wanted; of a place, no more than it has ready.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>All where they are known beforehand, else the first ones: as many, or fewer where no more come.
    /// </returns>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public IReadOnlyList<MicrographSource> First(int count, CancellationToken cancellation)
    {
        if (Known is not null)
        {
            return Known;
        }

        int most = Math.Min(count, Feed?.Ahead ?? count);
        using (cancellation.Register(_noMore.Cancel))
        {
            while (_ahead.Count < most && _failure is null && MovesNext())
            {
                _ahead.Add(Reading().Current);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return _ahead;
    }

    /// <summary>Looks ahead for a few from all over the sequence: a grid's squares differ.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>As many, evenly spread over what is known, in order; or fewer where there are no more.</returns>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public IEnumerable<MicrographSource> Spread(int count, CancellationToken cancellation)
    {
        IReadOnlyList<MicrographSource> known = First(count, cancellation);
        int some = Math.Min(count, known.Count);
        return Enumerable.Range(0, some).Select(i => known[(int)((i + 0.5) * known.Count / some)]);
    }

    /// <summary>Gives the micrographs, once.</summary>
    /// <param name="noMore">Cancelled when none is picked any more: what is known already still comes, nothing is
    /// waited for.</param>
    public IEnumerable<MicrographSource> Read(CancellationToken noMore)
    {
        if (Known is not null)
        {
            return _read(noMore);
        }

        return Rest(noMore);
    }

    private IEnumerable<MicrographSource> Rest(CancellationToken noMore)
    {
        using CancellationTokenRegistration stop = noMore.Register(_noMore.Cancel);
        foreach (MicrographSource source in _ahead)
        {
            yield return source;
        }

        _failure?.Throw();
        while (Reading().MoveNext())
        {
            yield return Reading().Current;
        }
    }

    // A stream that fails ends the run when its place is come to: what came before it is picked.
    [SuppressMessage("Design", "CA1031", Justification = "Thrown again by whoever reads on.")]
    private bool MovesNext()
    {
        try
        {
            return Reading().MoveNext();
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            return false;
        }
    }

    private IEnumerator<MicrographSource> Reading() => _reading ??= _read(_noMore.Token).GetEnumerator();
}
