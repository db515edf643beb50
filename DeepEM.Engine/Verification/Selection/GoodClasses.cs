using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Selection;

/// <summary>Which classes are taken for particles as long as no person has sorted them.</summary>
public static class GoodClasses
{
    /// <summary>Share of particles in a class from which on it is good; RELION's own default for its score.</summary>
    public const double LeastProbability = 0.5;

    // A class of faint particles may hold more noise than particles, and still most of the particles there are.
    private const double LeastOfAll = 0.2;
    private const double LeastOfClass = 0.15;

    /// <summary>Numbers of the good classes: those of as many particles as not, or with a fifth of all particles, that
    /// have more to show than noise has.</summary>
    /// <param name="classes">All classes.</param>
    public static IReadOnlySet<int> Of(IEnumerable<VerifiedClass> classes)
    {
        VerifiedClass[] all = [.. classes];
        double particles = all.Sum(Particles);
        return all.Where(one => !one.LooksEmpty && (one.Probability >= LeastProbability
                || (one.Probability >= LeastOfClass && Particles(one) >= LeastOfAll * particles)))
            .Select(one => one.Number)
            .ToHashSet();
    }

    private static double Particles(VerifiedClass one) => one.Count * one.Probability;
}
