using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How good picks look that are strewn at random: what a real picker has to stand far above.</summary>
internal static class RandomFloor
{
    /// <summary>Mean F1 of random picks, as many on each micrograph as it has labels.</summary>
    /// <param name="micrographs">Labels and ignored places; the picks are not looked at.</param>
    /// <param name="radius">Pixels below which a pick and a label match.</param>
    /// <param name="draws">How often to strew; the mean is returned.</param>
    /// <param name="random">Draws the places; advanced.</param>
    /// <returns>The mean F1, or null when the size of a micrograph is unknown.</returns>
    public static double? F1(
        IReadOnlyList<LabelledMicrograph> micrographs, double radius, int draws, RandomSource random)
    {
        if (!micrographs.All(micrograph => micrograph.HasSize))
        {
            return null;
        }

        double sum = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            LabelledMicrograph[] strewn = [.. micrographs.Select(micrograph => Strew(micrograph, random))];
            sum += MatchSummary.Of(strewn, radius).F(1);
        }

        return sum / draws;
    }

    private static LabelledMicrograph Strew(LabelledMicrograph micrograph, RandomSource random)
    {
        Particle[] picks = new Particle[micrograph.Truth.Count];
        for (int i = 0; i < picks.Length; i++)
        {
            double x = random.NextDouble(0, micrograph.Width);
            double y = random.NextDouble(0, micrograph.Height);
            picks[i] = new Particle(x, y, 0);
        }

        return micrograph with { Picks = picks };
    }
}
