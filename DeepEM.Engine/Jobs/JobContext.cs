using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs;

/// <summary>What a job is told besides its settings: whom to report to, when to stop, and how it was called.</summary>
public sealed record JobContext
{
    /// <summary>A job that reports to nobody and is never stopped.</summary>
    public static JobContext Silent { get; } = new();

    /// <summary>Told how far the job has come, perhaps from several threads; or null.</summary>
    public IProgress<StageProgress>? Progress { get; init; }

    /// <summary>Told at once what its user should know while it runs; or null.</summary>
    public Action<Notice>? Tell { get; init; }

    /// <summary>Ends the job.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The command line for the job's record of settings; empty where there was none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Threads of the CPU for the job's record of settings; null where nobody chose them.</summary>
    public int? Threads { get; init; }
}
