namespace DeepEM.Cli.Web.Wire;

/// <summary>Picks of a micrograph that was picked.</summary>
/// <param name="I">Its index.</param>
/// <param name="Counts">Picks kept at the thresholds 0.00 to 1.00.</param>
internal sealed record CountsEvent(int I, IReadOnlyList<int> Counts);
