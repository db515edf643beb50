namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>What a look at the place of arrivals gave.</summary>
/// <param name="Next">How long nothing has to be looked at.</param>
/// <param name="StillWaiting">Files that have not become complete for a minute, each told once.</param>
/// <param name="Changed">Files that are not any more what was picked, each told when it is noticed.</param>
/// <param name="Refused">Files that would write the same outputs as another, each told once.</param>
/// <param name="Ready">How many have become complete.</param>
internal sealed record ArrivalNews(
    TimeSpan Next,
    IReadOnlyList<WaitingFile> StillWaiting,
    IReadOnlyList<MicrographSource> Changed,
    IReadOnlyList<MicrographSource> Refused,
    int Ready);
