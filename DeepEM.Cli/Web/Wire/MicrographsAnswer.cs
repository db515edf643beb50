namespace DeepEM.Cli.Web.Wire;

/// <summary>The list of micrographs, in columns.</summary>
/// <param name="N">How many.</param>
/// <param name="Name">File names.</param>
/// <param name="Width">Pixels; 0 until it was looked at.</param>
/// <param name="Height">Pixels.</param>
/// <param name="State">new, seen, picked or failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Labels">Particles that were marked.</param>
/// <param name="Rejected">Places that were marked as none.</param>
/// <param name="Picks">At the threshold of the project.</param>
/// <param name="Score">Median score of the picks.</param>
/// <param name="Defocus">Angstrom.</param>
/// <param name="Masked">Share that is not picked in.</param>
internal sealed record MicrographsAnswer(
    int N,
    IReadOnlyList<string> Name,
    IReadOnlyList<int> Width,
    IReadOnlyList<int> Height,
    IReadOnlyList<string> State,
    IReadOnlyList<string?> Reason,
    IReadOnlyList<int> Labels,
    IReadOnlyList<int> Rejected,
    IReadOnlyList<int> Picks,
    IReadOnlyList<double?> Score,
    IReadOnlyList<double?> Defocus,
    IReadOnlyList<double?> Masked);
