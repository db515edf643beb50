using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>All ledgers of a folder of picks: the one that this run writes, and those that other shards, or a run
/// without shards, have written before it began.</summary>
/// <remarks>
/// A micrograph is finished where one of them says so. Before a run picks a micrograph that another ledger has, it
/// withdraws the record there, so that two ledgers never vouch for the files of one micrograph.
/// </remarks>
internal sealed class PickingLedgers
{
    private readonly PickingLedger _own;
    private readonly IReadOnlyList<PickingLedger> _others;

    /// <summary>Reads the ledgers of a folder; a missing or damaged one is empty.</summary>
    /// <param name="folder">The folder of the picks.</param>
    /// <param name="shard">The shard that is picked; null for the whole.</param>
    /// <exception cref="IOException">One is there and cannot be read.</exception>
    public PickingLedgers(string folder, PickingShard? shard = null)
    {
        string own = PickingLedger.FileName + shard?.Suffix;
        _own = new PickingLedger(folder, own);
        string kept = Path.Combine(folder, PickingLedger.Folder);
        _others =
        [
            .. (Directory.Exists(kept) ? Directory.GetFiles(kept, PickingLedger.FileName + "*") : [])
                .Select(path => Path.GetFileName(path))
                .Where(name => name != own)
                .Order(StringComparer.Ordinal)
                .Select(name => new PickingLedger(folder, name, shortens: false)),
        ];
    }

    /// <summary>Finds the record of a micrograph that is finished.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <param name="record">The record.</param>
    /// <returns>False where there is none.</returns>
    public bool TryFind(string name, out PickingRecord record) => Of(name).TryFind(name, out record);

    /// <inheritdoc cref="PickingLedger.Lock"/>
    public OutputLock Lock() => _own.Lock();

    /// <summary>Takes a micrograph for unfinished in the ledgers of others; to be called before <see cref="Lock"/>.
    /// </summary>
    /// <param name="name">The name of its outputs.</param>
    /// <exception cref="IOException">That could not be written.</exception>
    public void Withdraw(string name)
    {
        foreach (PickingLedger other in _others.Where(ledger => ledger.TryFind(name, out _)))
        {
            using OutputLock alone = other.Lock();
            other.Begin(name);
        }
    }

    /// <inheritdoc cref="PickingLedger.Begin"/>
    public void Begin(string name) => _own.Begin(name);

    /// <inheritdoc cref="PickingLedger.Keep"/>
    public void Keep(
        string name,
        PickingRecord record,
        PickingFigures figures,
        ReadOnlySpan<float> scores,
        NoiseScores? noise = null) => _own.Keep(name, record, figures, scores, noise);

    /// <inheritdoc cref="PickingLedger.Scores"/>
    public IEnumerable<float[]> Scores(IEnumerable<string> names) =>
        Pieces(names, name => name).SelectMany(piece => piece.Ledger.Scores(piece.Micrographs));

    /// <inheritdoc cref="PickingLedger.WithNoise"/>
    public IEnumerable<(float[] Scores, NoiseScores? Noise)> WithNoise(IEnumerable<string> names) =>
        Pieces(names, name => name).SelectMany(piece => piece.Ledger.WithNoise(piece.Micrographs));

    /// <inheritdoc cref="PickingLedger.Figures(IEnumerable{ValueTuple{string, string}})"/>
    public IEnumerable<(string Name, int Picks, PickingFigures Figures)> Figures(
        IEnumerable<(string Name, string Output)> micrographs) =>
        Pieces(micrographs, each => each.Output).SelectMany(piece => piece.Ledger.Figures(piece.Micrographs));

    private PickingLedger Of(string name) =>
        _own.TryFind(name, out _) ? _own : _others.FirstOrDefault(other => other.TryFind(name, out _)) ?? _own;

    // Micrographs that follow each other in the list and are of one ledger, so that its file is opened once for them.
    private IEnumerable<(PickingLedger Ledger, IReadOnlyList<T> Micrographs)> Pieces<T>(
        IEnumerable<T> micrographs, Func<T, string> output)
    {
        PickingLedger? ledger = null;
        List<T> piece = [];
        foreach (T micrograph in micrographs)
        {
            PickingLedger its = Of(output(micrograph));
            if (ledger is not null && its != ledger)
            {
                yield return (ledger, piece);
                piece = [];
            }

            ledger = its;
            piece.Add(micrograph);
        }

        if (ledger is not null)
        {
            yield return (ledger, piece);
        }
    }
}
