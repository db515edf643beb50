using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Selection;

/// <summary>Which classes are taken for particles as long as no person has sorted them.</summary>
public static class GoodClasses
{
    /// <summary>Share of particles in a class from which on it is good; RELION's own default for its score.</summary>
    public const double LeastProbability = 0.5;

    /// <summary>Whether a class is good: as many particles as not, and more to show than noise has.</summary>
    /// <param name="one">The class.</param>
    public static bool IsGood(VerifiedClass one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Probability >= LeastProbability && !one.LooksEmpty;
    }

    /// <summary>Numbers of the good classes.</summary>
    /// <param name="classes">All classes.</param>
    public static IReadOnlySet<int> Of(IEnumerable<VerifiedClass> classes) =>
        classes.Where(IsGood).Select(one => one.Number).ToHashSet();
}
