using DeepEM.Engine.Jobs.Pick;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>What a watcher did.</summary>
/// <param name="Picking">What was picked, by it and before.</param>
/// <param name="Reason">Why it ended, in a few words.</param>
/// <param name="Unfinished">Complete files that are left for the next watcher.</param>
/// <param name="Waiting">Files that were not complete.</param>
public sealed record WatchReport(PickingReport Picking, string Reason, int Unfinished, int Waiting);
