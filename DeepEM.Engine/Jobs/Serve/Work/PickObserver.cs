using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>Tells a project of each micrograph that a picking of all has finished.</summary>
/// <param name="folder">The folder of the picking.</param>
/// <param name="threshold">Least figure of merit of a pick.</param>
/// <param name="catalogue">The micrographs.</param>
/// <param name="counts">Receives their counts.</param>
/// <param name="tell">Told of them.</param>
internal sealed class PickObserver(
    string folder,
    double threshold,
    MicrographCatalogue catalogue,
    ScoreCounts counts,
    Action<ServedEvent> tell) : IPickingObserver, IDisposable
{
    private OutputLock? _lock;

    /// <inheritdoc/>
    public void Prepare() => _lock = PickingLock.Share(folder);

    /// <inheritdoc/>
    public void Begin(PickingState state)
    {
        // Each micrograph is told of by itself.
    }

    /// <inheritdoc/>
    public void Skip(MicrographSource source)
    {
        if (Find(source) is { } index)
        {
            ServedMicrograph one = catalogue[index];
            Note(index, ScoredFile.ReadScores(folder, one.Output) ?? [], one.Masked);
        }
    }

    /// <inheritdoc/>
    public void Finish(QueuedMicrograph micrograph, int picks, PickingFigures figures)
    {
        if (Find(micrograph.Source) is { } index)
        {
            Note(
                index,
                [.. micrograph.Picked!.Particles.Select(particle => particle.FigureOfMerit)],
                figures.MaskedShare);
        }
    }

    /// <inheritdoc/>
    public void Fail(MicrographSource source, Notice failure)
    {
        if (Find(source) is { } index)
        {
            catalogue.Change(index, one => one with { State = ServedState.Failed, Reason = failure.Text });
            tell(new ServedEvent.Micrograph(index));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Takes the scores of a micrograph that is picked.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="scores">Figures of merit of all candidates.</param>
    /// <param name="masked">Share where nothing is picked; null where that is not known.</param>
    public void Note(int index, IReadOnlyList<double> scores, double? masked)
    {
        double[] accepted = [.. scores.Where(score => score >= threshold)];
        catalogue.Change(index, one => one with
        {
            State = ServedState.Picked,
            Reason = null,
            Score = accepted.Length == 0 ? null : OrderStatistic.Median(accepted),
            Masked = masked,
        });
        ushort[] each = counts.Set(index, scores);
        tell(new ServedEvent.Micrograph(index));
        tell(new ServedEvent.Counted(index, each));
    }

    private int? Find(MicrographSource source) =>
        catalogue.TryFind(catalogue.Names.Of(source), out int index) ? index : null;
}
