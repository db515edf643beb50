using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Pick.Shards;

/// <summary>Which shards of a picking still have something to pick.</summary>
public static class UnfinishedShards
{
    /// <summary>Looks at what is finished; reads no image and writes nothing.</summary>
    /// <param name="job">The picking, without a shard.</param>
    /// <param name="count">How many shards it has.</param>
    /// <returns>How many micrographs are left in each shard that is not finished, by its number.</returns>
    /// <exception cref="InvalidFileException">The model cannot be read.</exception>
    /// <exception cref="IOException">What is finished cannot be read.</exception>
    public static IReadOnlyDictionary<int, int> Of(PickingJob job, int count)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int[] places = Places(job.ReadModel(), job);
        return new SortedDictionary<int, int>(places.CountBy(place => PickingShard.Of(place, count)).ToDictionary());
    }

    // Places in the list of those that are not finished.
    private static int[] Places(PickingModel model, PickingJob job)
    {
        PickingRunSettings settings = job.Settings;
        UInt128 asIs = PickingFingerprint.DigestOfRun(model, settings);
        var survey = new PickingSurvey(PickingRun.AsAsked(model, settings), settings, asIs);
        if (!Directory.Exists(settings.OutputFolder) || survey.Stored(job.Micrographs) is not { } known)
        {
            return [.. Enumerable.Range(0, job.Micrographs.Known?.Count ?? 0)];
        }

        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        var intake = new PickingIntake(
            job.Micrographs,
            settings,
            PickingFingerprint.With(asIs, known),
            new PickingLedgers(settings.OutputFolder),
            new PickingOutputs(settings.OutputFolder),
            new PickingTally(),
            masks);
        return [.. intake.Read(CancellationToken.None).Select(micrograph => micrograph.Number)];
    }
}
