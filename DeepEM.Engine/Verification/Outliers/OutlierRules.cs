using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Outliers;

/// <summary>Which picks of a micrograph stand apart, and why.</summary>
internal static class OutlierRules
{
    /// <summary>How near to a pick a masked place is near, diameters.</summary>
    public const double MaskReach = 0.25;

    /// <summary>Picks nearer than this mark one particle, diameters: centres by two programs are seldom farther apart.
    /// </summary>
    public const double DuplicateFrom = 0.35;

    // Nats; below, noise explains a pick nearly as well as any class.
    private const double LeastEvidence = 3;
    private const double LeastPosterior = 0.05;

    // Faint particles fit many poses alike, all of them: only one that does so far more than the others is odd.
    private const double ShareOfUsual = 0.2;

    // In diameters.
    private const double LargestShift = 0.15;
    private const double CrowdedFrom = 0.75;

    // A neighbour that scores lower is hardly a particle.
    private const double NeighbourLogit = -0.5;
    private const double LargestDeviation = 3;

    /// <summary>Finds the reasons.</summary>
    /// <param name="picks">All picks of one micrograph.</param>
    /// <param name="diameter">Particle diameter, pixels of the micrograph.</param>
    /// <param name="leastPosterior">Posterior of the best pose below which a pick is scattered.</param>
    /// <returns>Of each pick its reasons.</returns>
    public static OutlierReasons[] Of(IReadOnlyList<PickFacts> picks, double diameter, double leastPosterior)
    {
        OutlierReasons[] reasons = [.. picks.Select(pick => Alone(pick, leastPosterior))];
        Particle[] places = [.. picks.Select(pick => pick.Place)];
        var crowd = new NeighbourGrid(places, CrowdedFrom * diameter);
        var duplicates = new NeighbourGrid(places, DuplicateFrom * diameter);
        bool[] passed = [.. picks.Select(pick => pick.Logit < NeighbourLogit)];
        bool[] isWorse = new bool[picks.Count];
        foreach (int best in Enumerable.Range(0, picks.Count)
            .OrderByDescending(i => picks[i].Probability)
            .ThenByDescending(i => picks[i].Logit)
            .ThenByDescending(i => picks[i].Place.FigureOfMerit))
        {
            Particle place = places[best];
            bool was = passed[best];
            passed[best] = true;
            if (crowd.NearestFree(place.X, place.Y, passed) >= 0)
            {
                reasons[best] |= OutlierReasons.Crowded;
            }

            passed[best] = was;
            if (isWorse[best])
            {
                continue;
            }

            // A pick that is a duplicate itself makes no others so.
            isWorse[best] = true;
            for (int other; (other = duplicates.NearestFree(place.X, place.Y, isWorse)) >= 0;)
            {
                isWorse[other] = true;
                reasons[other] |= OutlierReasons.Duplicate;
            }
        }

        return reasons;
    }

    /// <summary>Posterior of the best pose below which a pick is scattered, for particles as faint as these.</summary>
    /// <param name="ofParticles">Posteriors of picks that are likely particles.</param>
    public static double PosteriorLimit(IEnumerable<double> ofParticles)
    {
        double[] sorted = [.. ofParticles.Order()];
        return sorted.Length == 0 ? LeastPosterior
            : Math.Min(LeastPosterior, ShareOfUsual * sorted[sorted.Length / 2]);
    }

    private static OutlierReasons Alone(PickFacts pick, double leastPosterior)
    {
        OutlierReasons reasons = OutlierReasons.None;
        if (pick.LogEvidence is { } evidence)
        {
            reasons |= evidence < LeastEvidence ? OutlierReasons.Unexplained : 0;
            reasons |= pick.BestPosterior < leastPosterior ? OutlierReasons.Scattered : 0;
            reasons |= pick.Shift > LargestShift ? OutlierReasons.OffCentre : 0;
        }

        reasons |= pick.Ground.Grey > LargestDeviation ? OutlierReasons.Grey : 0;
        reasons |= pick.Ground.Texture > LargestDeviation ? OutlierReasons.Texture : 0;
        return reasons | (pick.IsAtMask ? OutlierReasons.MaskEdge : 0);
    }
}
