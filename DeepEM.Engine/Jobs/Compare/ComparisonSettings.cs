namespace DeepEM.Engine.Jobs.Compare;

/// <summary>How sets of micrographs are compared.</summary>
/// <param name="MostMicrographs">How many of each set are looked at, from the first on.</param>
/// <param name="Binning">Side of the blocks whose means are the grey levels: noise of single pixels hides the rest.
/// </param>
public sealed record ComparisonSettings(int MostMicrographs, int Binning);
