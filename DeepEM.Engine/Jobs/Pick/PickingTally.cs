using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>The micrographs that have been named so far, and which of them are finished; of each only its file and
/// its names.</summary>
/// <remarks>One thread adds them, another finishes them.</remarks>
/// <param name="order">The order of the tables where it is not that in which micrographs come; then one may come again,
/// too, and the picks of the last time count. Null for a list.</param>
internal sealed class PickingTally(IComparer<MicrographSource>? order = null)
{
    private const int NotFinished = -1;
    private const int None = -1;

    private readonly Lock _lock = new();
    private readonly List<Named> _named = [];

    // Where each name was added last, if it may come again.
    private readonly Dictionary<string, int>? _places = order is null ? null : new(StringComparer.Ordinal);
    private int _pending;
    private int _finished;
    private int _picks;
    private int _masked;
    private double _best;

    /// <summary>Micrographs that have been named.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _named.Count;
            }
        }
    }

    /// <summary>Of these, the ones to pick, done or not.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending;
            }
        }
    }

    /// <summary>Of these, the ones that an earlier run has finished.</summary>
    public int Skipped => Count - Pending;

    /// <summary>Micrographs that are finished, by this run or an earlier one.</summary>
    public int Finished
    {
        get
        {
            lock (_lock)
            {
                return _finished;
            }
        }
    }

    /// <summary>Picks of all that are finished.</summary>
    public int Picks
    {
        get
        {
            lock (_lock)
            {
                return _picks;
            }
        }
    }

    /// <summary>Candidates of this run as good as picks that masks removed.</summary>
    public int Masked
    {
        get
        {
            lock (_lock)
            {
                return _masked;
            }
        }
    }

    /// <summary>The greatest figure of merit of this run outside masks; 0 where there was none.</summary>
    public double Best
    {
        get
        {
            lock (_lock)
            {
                return _best;
            }
        }
    }

    /// <summary>Counts what a micrograph of this run had beside its picks.</summary>
    /// <param name="masked">Candidates as good as picks that its mask removed.</param>
    /// <param name="best">Its greatest figure of merit outside the mask.</param>
    public void Note(int masked, double best)
    {
        lock (_lock)
        {
            _masked += masked;
            _best = Math.Max(_best, best);
        }
    }

    /// <summary>Adds the next micrograph.</summary>
    /// <param name="source">Its file and its name in the list.</param>
    /// <param name="output">The name of its outputs.</param>
    /// <param name="picks">Its picks, where an earlier run has finished it; else null.</param>
    /// <param name="isPending">Whether it is to be picked.</param>
    public void Add(MicrographSource source, string output, int? picks, bool isPending)
    {
        lock (_lock)
        {
            int number = _named.Count;
            int before = _places?.GetValueOrDefault(output, None) ?? None;
            _named.Add(new Named(source, output, NotFinished, before));
            _pending += isPending ? 1 : 0;
            if (_places is not null)
            {
                _places[output] = number;
            }

            if (!isPending)
            {
                Clear(before);
            }

            Set(number, picks ?? NotFinished);
        }
    }

    /// <summary>Takes a micrograph for unfinished.</summary>
    /// <param name="number">Its place in the order in which they were added.</param>
    public void Begin(int number)
    {
        lock (_lock)
        {
            Set(number, NotFinished);
            Clear(_named[number].Before);
        }
    }

    /// <summary>Takes a micrograph for finished.</summary>
    /// <param name="number">Its place in the order in which they were added.</param>
    /// <param name="picks">Its picks.</param>
    public void Finish(int number, int picks)
    {
        lock (_lock)
        {
            Set(number, picks);
        }
    }

    /// <summary>Those that are finished, in their order: the micrograph, the name of its outputs, and its picks.
    /// </summary>
    public IReadOnlyList<(MicrographSource Source, string Output, int Picks)> AllFinished()
    {
        (MicrographSource Source, string Output, int Picks)[] finished;
        lock (_lock)
        {
            finished =
            [
                .. _named.Where(named => named.Picks != NotFinished)
                    .Select(named => (named.Source, named.Output, named.Picks)),
            ];
        }

        if (order is not null)
        {
            Array.Sort(finished, (first, second) => order.Compare(first.Source, second.Source));
        }

        return finished;
    }

    private void Clear(int number)
    {
        if (number != None)
        {
            Set(number, NotFinished);
        }
    }

    private void Set(int number, int picks)
    {
        Named before = _named[number];
        _finished += (picks == NotFinished ? 0 : 1) - (before.Picks == NotFinished ? 0 : 1);
        _picks += Math.Max(picks, 0) - Math.Max(before.Picks, 0);
        _named[number] = before with { Picks = picks };
    }

    private readonly record struct Named(MicrographSource Source, string Output, int Picks, int Before);
}
