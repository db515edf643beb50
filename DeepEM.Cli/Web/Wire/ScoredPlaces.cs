namespace DeepEM.Cli.Web.Wire;

/// <summary>Places with what they score.</summary>
/// <param name="X">Columns, pixels of the original micrograph.</param>
/// <param name="Y">Rows.</param>
/// <param name="P">Probabilities that a particle is there.</param>
internal sealed record ScoredPlaces(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> P);
