using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>One-to-one matching by descending score: each pick takes the nearest label that is still free.</summary>
/// <remarks>
/// A pick and a label may match when their distance is less than the radius. Picks of equal score take their turn in
/// the order given. The greedy order makes a precision-recall curve possible: lowering the threshold never undoes a
/// match.
/// </remarks>
public static class GreedyMatcher
{
    /// <summary>Matches picks to labels.</summary>
    /// <param name="truth">The labels.</param>
    /// <param name="picks">The picks, in any order.</param>
    /// <param name="radius">Pixels below which a pick and a label may match, positive and finite.</param>
    /// <returns>For every pick the index of its label, or -1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static int[] Match(IReadOnlyList<Particle> truth, IReadOnlyList<Particle> picks, double radius)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(picks);
        NeighbourGrid grid = new(truth, radius);
        bool[] taken = new bool[truth.Count];
        int[] labelOfPick = new int[picks.Count];
        Array.Fill(labelOfPick, -1);
        foreach (int pick in DescendingScore(picks))
        {
            int label = truth.Count == 0 ? -1 : grid.NearestFree(picks[pick].X, picks[pick].Y, taken);
            labelOfPick[pick] = label;
            if (label >= 0)
            {
                taken[label] = true;
            }
        }

        return labelOfPick;
    }

    private static int[] DescendingScore(IReadOnlyList<Particle> picks)
    {
        double[] keys = new double[picks.Count];
        int[] order = new int[picks.Count];
        for (int i = 0; i < order.Length; i++)
        {
            keys[i] = -picks[i].FigureOfMerit;
            order[i] = i;
        }

        // Array.Sort is not stable: within each run of equal scores the order given is put back.
        Array.Sort(keys, order);
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(order, start, end - start);
            start = end;
        }

        return order;
    }
}
