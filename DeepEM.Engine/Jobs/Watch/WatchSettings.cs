using DeepEM.Engine.Micrographs.Arrival;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>How a place is watched.</summary>
/// <param name="Arrival">How arriving files are watched.</param>
public sealed record WatchSettings(ArrivalSettings Arrival)
{
    /// <summary>The watcher ends when nothing has come for so long; null for never.</summary>
    public TimeSpan? StopAfter { get; init; }

    /// <summary>A command that is run at every alarm, with a line of JSON on its standard input; or null.</summary>
    public string? OnAlarm { get; init; }
}
