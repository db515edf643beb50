namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>How a network learnt.</summary>
/// <param name="XLabel">What the horizontal axis counts, for example epochs.</param>
/// <param name="YLabel">What the vertical axis shows.</param>
/// <param name="Lines">The measures.</param>
public sealed record LearningHistory(string XLabel, string YLabel, IReadOnlyList<ChartLine> Lines);
