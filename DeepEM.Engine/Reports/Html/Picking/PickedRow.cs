namespace DeepEM.Engine.Reports.Html.Picking;

/// <summary>A micrograph of a picking as its report lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Picks">How many picks it has.</param>
/// <param name="MeanScore">Mean figure of merit of its picks; not a number where there are none.</param>
/// <param name="MaskedShare">Share of it where nothing was picked, 0 to 1.</param>
/// <param name="Remark">What was odd about it; empty for nothing.</param>
internal sealed record PickedRow(string Name, int Picks, double MeanScore, double MaskedShare, string Remark);
