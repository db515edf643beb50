using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>What a selection gave.</summary>
/// <param name="Files">The files written, in order.</param>
/// <param name="Micrographs">Micrographs, those without picks too.</param>
/// <param name="Candidates">Picks that there were to choose from.</param>
/// <param name="Picks">Picks that are kept.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
/// <param name="Failures">What could not be read, each a notice.</param>
public sealed record SelectionReport(
    IReadOnlyList<string> Files,
    int Micrographs,
    int Candidates,
    int Picks,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures)
{
    /// <summary>Least score that was asked for, or that the target came to; null where nobody asked for a score.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>Expected share of particles among those that are kept; null where scores are no probabilities.
    /// </summary>
    public double? ExpectedPrecision { get; init; }

    /// <summary>The threshold at which noise is as little as was asked for, with what is expected there; null where
    /// nobody asked for it.</summary>
    public NoiseRatePoint? Noise { get; init; }

    /// <summary>Of verified picks the reasons for which picks are dropped, in the order of the steps, and how many each
    /// took; they add up to what is missing. Empty for other picks.</summary>
    public IReadOnlyList<(string Reason, int Picks)> Dropped { get; init; } = [];

    /// <summary>Micrographs on which nothing is kept.</summary>
    public int WithoutPicks { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
