namespace DeepEM.Cli.Web.Wire;

/// <summary>What is in a folder.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Folders">Names of the folders in it.</param>
/// <param name="Micrographs">How many micrographs are in it, not counting those of its folders.</param>
internal sealed record BrowseAnswer(string Path, IReadOnlyList<string> Folders, int Micrographs);
