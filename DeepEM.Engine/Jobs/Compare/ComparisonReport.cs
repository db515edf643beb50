namespace DeepEM.Engine.Jobs.Compare;

/// <summary>What a comparison of sets of micrographs gave.</summary>
/// <param name="Sets">The figures, one for each set.</param>
/// <param name="Files">What was written.</param>
public sealed record ComparisonReport(IReadOnlyList<SetStatistics> Sets, IReadOnlyList<string> Files);
