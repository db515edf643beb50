using System.Runtime.ExceptionServices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A micrograph on its way from its file to its picks; every step fills in what it found.</summary>
/// <param name="Number">Its place among all micrographs.</param>
/// <param name="Turn">Its place among those to pick.</param>
/// <param name="Source">Its file and its name.</param>
/// <param name="Output">The name of its outputs.</param>
/// <param name="Files">The files that are asked for.</param>
/// <param name="Stamp">Digest of its file as it was before it was read; null where it cannot be read.</param>
internal sealed record QueuedMicrograph(
    int Number, int Turn, MicrographSource Source, string Output, PickingFiles Files, UInt128? Stamp)
{
    /// <summary>Angstrom per pixel.</summary>
    public double PixelSizeAngstrom { get; init; }

    /// <summary>The image, binned or in full; null until it is read.</summary>
    public BinnedMicrograph? Image { get; init; }

    /// <summary>A mask of another program's, or null.</summary>
    public MicrographMask? GivenMask { get; init; }

    /// <summary>How long picking took, without reading and waiting.</summary>
    public TimeSpan PickingTime { get; init; }

    /// <summary>What was found, once it is picked.</summary>
    public PickedMicrograph? Picked { get; init; }

    /// <summary>What was odd about the file but could be read.</summary>
    public IReadOnlyList<Notice> Warnings => Image?.Warnings ?? [];

    /// <summary>What went wrong in a step; the steps that follow leave the micrograph alone.</summary>
    public ExceptionDispatchInfo? Failure { get; init; }

    /// <summary>Takes a step, keeping what goes wrong for the last one, which reports in the order of the list.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <returns>What the step gives, or this micrograph with the failure.</returns>
    public QueuedMicrograph Then(Func<QueuedMicrograph, QueuedMicrograph> step)
    {
        if (Failure is not null)
        {
            return this;
        }

        try
        {
            return step(this);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return this with { Failure = ExceptionDispatchInfo.Capture(exception) };
        }
    }
}
