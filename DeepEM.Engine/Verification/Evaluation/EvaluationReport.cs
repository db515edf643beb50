using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How good a set of picks is.</summary>
/// <param name="Settings">How picks were held against labels.</param>
/// <param name="Micrographs">Micrographs with a list of labels, be it empty.</param>
/// <param name="Labels">Labels in all micrographs, after the border rule.</param>
/// <param name="Picks">Picks in all micrographs, after the border rule.</param>
/// <param name="ScoredPicks">Picks the curve was drawn from; more than <paramref name="Picks"/> when candidates below
/// the threshold were given.</param>
/// <param name="Radii">The figures at the headline radius first, then at half the diameter.</param>
/// <param name="BestOrientation">How the picks fit best; null when the size of a micrograph is unknown.</param>
/// <param name="Warnings">What looks wrong with the data, each a notice.</param>
public sealed record EvaluationReport(
    EvaluationSettings Settings,
    int Micrographs,
    int Labels,
    int Picks,
    int ScoredPicks,
    IReadOnlyList<RadiusReport> Radii,
    Orientation? BestOrientation,
    IReadOnlyList<Notice> Warnings)
{
    /// <summary>The figures at the headline radius.</summary>
    public RadiusReport Headline() => Radii[0];
}
