using System.Runtime.ExceptionServices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A micrograph on its way from its file to its picks; every step fills in what it found.</summary>
/// <param name="Number">Its place in the list of all micrographs.</param>
internal sealed record QueuedMicrograph(int Number)
{
    /// <summary>Angstrom per pixel.</summary>
    public double PixelSizeAngstrom { get; init; }

    /// <summary>The image in full, where it is picked from that.</summary>
    public Micrograph? Whole { get; init; }

    /// <summary>The image binned, where that is all that is needed.</summary>
    public BinnedMicrograph? Binned { get; init; }

    /// <summary>A mask of another program's, or null.</summary>
    public MicrographMask? GivenMask { get; init; }

    /// <summary>What was found, once it is picked.</summary>
    public PickedMicrograph? Picked { get; init; }

    /// <summary>What was odd about the file but could be read.</summary>
    public IReadOnlyList<Notice> Warnings => Whole?.Warnings ?? Binned?.Warnings ?? [];

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
