using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Where classes come from: random crops at first, members of the largest where one has died.</summary>
internal static class ClassStart
{
    private const int MostCrops = 30;

    // A class that starts anew begins small, or it would take from all others what noise there is.
    private const float RevivedShare = 0.5f;

    private const double LeastWeight = 4;

    // A class of less than a twelfth of its share has died.
    private const double LeastShare = 1.0 / 12;

    /// <summary>Each class the mean of some random crops in random rotations.</summary>
    /// <param name="search">The crops.</param>
    /// <param name="expander">Knows the basis.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Draws.</param>
    public static ClassReferences Random(
        PoseSearch search, CropExpander expander, int classes, RandomSource random)
    {
        int[] rows = [.. Enumerable.Range(0, search.Count)];
        random.Shuffle<int>(rows);
        int each = search.Count / classes;
        int used = Math.Clamp(each, 1, MostCrops);
        var references = new ClassReferences(
            expander.Basis,
            new float[classes * 2 * expander.Basis.Length],
            [.. Enumerable.Repeat(-Math.Log(classes), classes)]);
        for (int c = 0; c < classes; c++)
        {
            int[] members = rows[(c * each)..((c * each) + used)];
            double[] radians = [.. members.Select(_ => random.NextDouble(0, 2 * Math.PI))];
            search.MeanOf(members, search.Offsets, radians).CopyTo(references.Of(c));
        }

        return references;
    }

    /// <summary>Starts classes that have died anew, each from some members of a large one.</summary>
    /// <param name="search">The crops.</param>
    /// <param name="poses">How they lie.</param>
    /// <param name="references">The classes; those that have died are overwritten.</param>
    /// <param name="weights">How many crops each has.</param>
    /// <param name="random">Draws.</param>
    public static void Revive(
        PoseSearch search, PoseTable poses, ClassReferences references, double[] weights, RandomSource random)
    {
        double least = Math.Max(LeastWeight, LeastShare * search.Count / weights.Length);
        int[] dead = [.. Enumerable.Range(0, weights.Length).Where(c => weights[c] < least)];
        int[] largest = [.. Enumerable.Range(0, weights.Length).OrderByDescending(c => weights[c])];
        (int X, int Y)[] boxes = dead.Length == 0 ? [] : search.Moved(poses, double.PositiveInfinity);
        for (int i = 0; i < dead.Length; i++)
        {
            int[] members = [.. Enumerable.Range(0, search.Count).Where(row => poses.Class[row] == largest[i])];
            if (members.Length == 0)
            {
                continue;
            }

            random.Shuffle<int>(members);
            int[] chosen = members[..Math.Clamp(members.Length / 4, 1, MostCrops)];
            double[] radians = [.. chosen.Select(row => AverageSettings.RadiansOf(poses.Rotation[row]))];
            float[] mean = search.MeanOf(chosen, boxes, radians);
            Span<float> revived = references.Of(dead[i]);
            for (int j = 0; j < mean.Length; j++)
            {
                revived[j] = RevivedShare * mean[j];
            }
        }
    }
}
