namespace DeepEM.Cli.Web.Wire;

/// <summary>What is new of a micrograph.</summary>
/// <param name="I">Its index.</param>
/// <param name="State">new, seen, picked or failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Width">Pixels; 0 until it was looked at.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Labels">Particles that were marked.</param>
/// <param name="Rejected">Places that were marked as none.</param>
/// <param name="Picks">At the threshold of the project.</param>
/// <param name="Score">Median score of the picks.</param>
/// <param name="Masked">Share that is not picked in.</param>
internal sealed record MicrographEvent(
    int I,
    string State,
    string? Reason,
    int Width,
    int Height,
    int Labels,
    int Rejected,
    int Picks,
    double? Score,
    double? Masked);
