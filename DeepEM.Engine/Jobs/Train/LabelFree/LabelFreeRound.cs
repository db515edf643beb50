namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>A round of training without a label: what was verified, learnt and judged.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Candidates">Places that were verified.</param>
/// <param name="Accepted">Those learnt as particles.</param>
/// <param name="Rejected">Those learnt as background.</param>
/// <param name="Ignored">Those in doubt, from which nothing was learnt.</param>
/// <param name="Classes">Classes.</param>
/// <param name="GoodClasses">How many of them are good.</param>
public sealed record LabelFreeRound(
    int Number, int Candidates, int Accepted, int Rejected, int Ignored, int Classes, int GoodClasses)
{
    /// <summary>Share of noise among the places that score as particles do, or null where it was not seen.</summary>
    public double? NoiseRate { get; init; }

    /// <summary>How the picks of the new network compare with those before; null where there was nothing to compare
    /// on.</summary>
    public EvidenceComparison? Evidence { get; init; }

    /// <summary>Whether a network was trained: not where there is too little to learn from, or nothing new.</summary>
    public bool IsTrained { get; init; }

    /// <summary>Whether the network of this round goes on.</summary>
    public bool IsKept { get; init; }
}
