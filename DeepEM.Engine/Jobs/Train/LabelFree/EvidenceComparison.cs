namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>How well class averages explain the picks of two networks, at equal number, on micrographs that the new one
/// did not learn from.</summary>
/// <param name="Picks">Picks of each.</param>
/// <param name="Before">Mean evidence of those of the network before, nats.</param>
/// <param name="After">Mean evidence of those of the new one, nats.</param>
/// <param name="Error">Standard error of the difference, nats.</param>
public sealed record EvidenceComparison(int Picks, double Before, double After, double Error)
{
    /// <summary>Picks of the new network that the one before has not.</summary>
    public int Different { get; init; }

    /// <summary>Whether the new network is no worse, as far as chance allows to tell.</summary>
    public bool IsNoWorse => After >= Before - Error;

    /// <summary>Whether it is better by more than chance.</summary>
    public bool IsBetter => After > Before + Error;
}
