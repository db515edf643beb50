namespace DeepEM.Engine.Reports.Html.Watch;

/// <summary>How a watched place stands at a moment.</summary>
internal sealed record WatchSummary
{
    /// <summary>The folder or list that is watched, as it was named.</summary>
    public required string Place { get; init; }

    /// <summary>The folder of the outputs.</summary>
    public required string Folder { get; init; }

    /// <summary>One word: <c>starting</c>, <c>picking</c>, <c>idle</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>When this watcher was started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The moment.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>When a micrograph was picked last; null for none by this watcher.</summary>
    public DateTimeOffset? LastPicked { get; init; }

    /// <summary>Micrographs that are picked, by this watcher and before.</summary>
    public int Micrographs { get; init; }

    /// <summary>Their picks above the threshold.</summary>
    public long Picks { get; init; }

    /// <summary>Micrographs that this watcher could not pick.</summary>
    public int Failed { get; init; }

    /// <summary>Files that are not complete.</summary>
    public int Waiting { get; init; }

    /// <summary>Complete files that are not picked yet.</summary>
    public int Queued { get; init; }

    /// <summary>Why the place cannot be read; null where it can.</summary>
    public string? Trouble { get; init; }

    /// <summary>Alarms that hold.</summary>
    public IReadOnlyList<WatchRemark> Alarms { get; init; } = [];

    /// <summary>The last micrographs, the latest at the end.</summary>
    public IReadOnlyList<WatchedMicrograph> Recent { get; init; } = [];

    /// <summary>The last flags, failures and files that wait, the latest first.</summary>
    public IReadOnlyList<WatchRemark> Remarks { get; init; } = [];

    /// <summary>Median picks of the last micrographs; null for none.</summary>
    public double? PicksEach { get; init; }

    /// <summary>Mean of the mean scores of the last micrographs; null where none has picks.</summary>
    public double? Score { get; init; }

    /// <summary>Mean time of picking the last micrographs, seconds; null for none.</summary>
    public double? Seconds { get; init; }
}
