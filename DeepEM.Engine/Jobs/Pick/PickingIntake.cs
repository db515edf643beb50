using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Takes the micrographs of a stream one by one and leaves out those of other shards, and those that an
/// earlier run has finished.</summary>
/// <param name="micrographs">The stream.</param>
/// <param name="settings">Which files are asked for, and whether finished micrographs are picked again.</param>
/// <param name="run">Digest of what the picks of all micrographs depend on.</param>
/// <param name="ledger">Says what is finished.</param>
/// <param name="outputs">Says whether its files are there.</param>
/// <param name="tally">Is told of every micrograph.</param>
/// <param name="masks">Masks of another program's, or null.</param>
internal sealed class PickingIntake(
    MicrographSequence micrographs,
    PickingRunSettings settings,
    UInt128 run,
    PickingLedgers ledger,
    PickingOutputs outputs,
    PickingTally tally,
    MaskFolder? masks)
{
    /// <summary>Gives the micrographs to pick, in the order of the stream.</summary>
    /// <param name="noMore">Cancelled when none is picked any more; what is known still comes, to be counted.</param>
    public IEnumerable<QueuedMicrograph> Read(CancellationToken noMore)
    {
        int number = 0;
        int turn = 0;
        int place = 0;
        foreach (MicrographSource source in micrographs.Read(noMore))
        {
            if (settings.Shard?.Holds(place++) == false)
            {
                continue;
            }

            string? mask = masks?.Find(source.Stem);
            var micrograph = new QueuedMicrograph(
                number,
                turn,
                source,
                micrographs.Names.Of(source),
                FilesOf(mask),
                PickingFingerprint.OfMicrograph(source, mask));
            number++;
            int? picks = PicksOf(micrograph);
            bool isPending = settings.Overwrite || picks is null;
            tally.Add(source, micrograph.Output, picks, isPending);
            if (isPending)
            {
                turn++;
                yield return micrograph;
            }
        }
    }

    private PickingFiles FilesOf(string? mask) =>
        (settings.WritesBoxes ? PickingFiles.Boxes : 0)
        | (settings.WritesMasks && (settings.FindsMask || mask is not null) ? PickingFiles.Mask : 0);

    // Null where it is not finished.
    private int? PicksOf(QueuedMicrograph micrograph) =>
        micrograph.Stamp is { } stamp
        && ledger.TryFind(micrograph.Output, out PickingRecord record)
        && record.Covers(run, stamp, micrograph.Files)
        && outputs.Exist(micrograph.Output, record.Files)
            ? record.Picks
            : null;
}
