namespace DeepEM.Engine.Reports.Html.Watch;

/// <summary>What is told of a micrograph that was picked while a place is watched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Picks">Picks above the threshold.</param>
/// <param name="Score">Mean score of these; not a number where there are none.</param>
/// <param name="MaskedShare">Share of it where nothing was picked, 0 to 1.</param>
/// <param name="Seconds">How long picking took.</param>
internal sealed record WatchedMicrograph(string Name, int Picks, double Score, double MaskedShare, double Seconds);
