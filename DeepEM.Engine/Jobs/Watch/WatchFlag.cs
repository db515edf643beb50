namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Something odd about a micrograph.</summary>
/// <param name="Name">A word that does not change: <c>few-picks</c> for example.</param>
/// <param name="Value">The number that is odd.</param>
/// <param name="Low">Least usual number.</param>
/// <param name="High">Largest usual number.</param>
internal sealed record WatchFlag(string Name, double Value, double Low, double High)
{
    /// <summary>Another micrograph that it is about, or null.</summary>
    public string? Other { get; init; }

    /// <summary>The flag in words.</summary>
    public string Text => Name switch
    {
        WatchFlags.FewPicks or WatchFlags.ManyPicks => FormattableString.Invariant(
            $"{Value:0} picks, usual are {Low:0} to {High:0}"),
        WatchFlags.LowScore => FormattableString.Invariant($"mean score {Value:0.00}, usual is {Low:0.00} or more"),
        WatchFlags.MostlyMasked => FormattableString.Invariant($"{100 * Value:0} % of it is masked"),
        WatchFlags.DuplicatePixels => $"has the pixels of {Other}",
        _ => "every pixel has the same grey level",
    };
}
