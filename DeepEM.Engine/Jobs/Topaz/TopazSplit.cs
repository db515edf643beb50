namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>How a caller of Topaz wants labelled micrographs divided.</summary>
/// <param name="Targets">The labels.</param>
/// <param name="Test">How many micrographs are held out, at least 1.</param>
/// <param name="Seed">Decides which ones.</param>
/// <param name="ImageFolder">Where the micrographs are; null for the current folder.</param>
/// <param name="ImageExtension">Extension of the micrographs, with its dot; null for whatever is there.</param>
public sealed record TopazSplit(
    string Targets, int Test, long Seed, string? ImageFolder, string? ImageExtension);
