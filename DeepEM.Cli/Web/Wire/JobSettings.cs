namespace DeepEM.Cli.Web.Wire;

/// <summary>What is chosen of a job.</summary>
/// <param name="Micrographs">Indices of the micrographs of a preview.</param>
/// <param name="Labels">Whether a training uses labels; it does where nothing is said.</param>
/// <param name="Classes">Whether a training uses the classes that a person sorted.</param>
internal sealed record JobSettings(IReadOnlyList<int>? Micrographs = null, bool? Labels = null, bool? Classes = null);
