namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>How well class averages explain the picks of two networks, at equal number.</summary>
/// <param name="Picks">Picks of each.</param>
/// <param name="Before">Mean evidence of those of the network before, nats.</param>
/// <param name="After">Mean evidence of those of the new one, nats.</param>
/// <param name="Error">Standard error of the difference, nats.</param>
public sealed record EvidenceComparison(int Picks, double Before, double After, double Error)
{
    // Junk that averages well has evidence, too, and a better network picks less of it.
    private const double LeastShare = 0.75;

    /// <summary>Whether the new network did not learn from the micrographs of this comparison.</summary>
    public bool IsHeldOut { get; init; }

    /// <summary>Picks of the new network that the one before has not.</summary>
    public int Different { get; init; }

    /// <summary>Evidence beyond that of noise of all picks above its threshold of the network before, nats.</summary>
    public double AllBefore { get; init; }

    /// <summary>The same of the new network: less where it misses particles.</summary>
    public double AllAfter { get; init; }

    /// <summary>What of it the new network has; 1 where there was none.</summary>
    public double AllShare => AllBefore > 0 ? AllAfter / AllBefore : 1;

    /// <summary>Whether the new network is no worse, as far as chance allows to tell: its best picks are as good, and
    /// it does not miss much that the one before picked.</summary>
    public bool IsNoWorse => After >= Before - Error && AllShare >= LeastShare;

    /// <summary>Whether it is better by more than chance.</summary>
    public bool IsBetter => After > Before + Error && AllShare >= LeastShare;
}
