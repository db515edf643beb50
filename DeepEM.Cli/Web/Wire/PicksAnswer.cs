namespace DeepEM.Cli.Web.Wire;

/// <summary>A picking of all micrographs.</summary>
/// <param name="Number">Of its folder.</param>
/// <param name="Micrographs">How many are picked.</param>
/// <param name="Failed">How many could not be.</param>
internal sealed record PicksAnswer(int Number, int Micrographs, int Failed);
