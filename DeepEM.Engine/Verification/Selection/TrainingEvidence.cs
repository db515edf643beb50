using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Selection;

/// <summary>Parts verified picks into what a network may learn from and what not.</summary>
/// <remarks>
/// Accepted is a pick of a good class that its class explains (log Z ≥ 3 nats) and that is more likely a particle than
/// not (r ≥ 0.5). Rejected is one of a bad class that nevertheless scores nearly as a pick does (logit ≥ −0.5): what
/// the network has to unlearn. All else is in doubt: neither.
/// </remarks>
public static class TrainingEvidence
{
    /// <summary>Least evidence of an accepted pick, nats.</summary>
    public const double LeastLogEvidence = 3;

    /// <summary>Least probability of an accepted pick.</summary>
    public const double LeastProbability = 0.5;

    /// <summary>Least logit of a rejected pick, above that from which candidates are kept.</summary>
    public const double LeastLogit = -0.5;

    /// <summary>Parts the picks.</summary>
    /// <param name="result">What was verified.</param>
    /// <param name="goodClasses">Numbers of the classes that a person found good; null for those that are good by
    /// <see cref="GoodClasses"/>.</param>
    /// <returns>For every micrograph of the verification, those without picks too, its places.</returns>
    public static IReadOnlyList<TrainingPlaces> Of(
        VerificationResult result, IReadOnlyCollection<int>? goodClasses = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        IReadOnlySet<int> good = goodClasses?.ToHashSet() ?? GoodClasses.Of(result.Classes);
        ILookup<int, VerifiedPick> picks = result.Picks.ToLookup(pick => pick.Micrograph);
        return
        [
            .. result.Micrographs.Select((micrograph, m) => new TrainingPlaces(
                micrograph.Name,
                Places(picks[m], pick => IsAccepted(pick, good)),
                Places(picks[m], pick => IsRejected(pick, good)),
                Places(picks[m], pick => !IsAccepted(pick, good) && !IsRejected(pick, good)))),
        ];
    }

    private static bool IsAccepted(VerifiedPick pick, IReadOnlySet<int> good) =>
        good.Contains(pick.Class) && pick.LogEvidence >= LeastLogEvidence && pick.Probability >= LeastProbability;

    // A pick without a class was not looked at, and one without a logit may be far from what is picked.
    private static bool IsRejected(VerifiedPick pick, IReadOnlySet<int> good) =>
        pick.Class > 0 && !good.Contains(pick.Class) && pick.Logit >= LeastLogit;

    private static Particle[] Places(IEnumerable<VerifiedPick> picks, Func<VerifiedPick, bool> isMeant) =>
        [.. picks.Where(isMeant).Select(pick => pick.Particle)];
}
