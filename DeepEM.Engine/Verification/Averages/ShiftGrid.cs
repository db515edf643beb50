namespace DeepEM.Engine.Verification.Averages;

/// <summary>Shifts of the box that are tried.</summary>
internal static class ShiftGrid
{
    // Picks lie near to where their class has its centre: pixels.
    private const double Spread = 2.5;

    /// <summary>The shifts of a disc.</summary>
    /// <param name="radius">Its radius, pixels.</param>
    /// <param name="step">Distance of two shifts, pixels.</param>
    /// <returns>The shifts, row by row, the one that does nothing among them.</returns>
    public static (int X, int Y)[] Disc(int radius, int step)
    {
        int count = radius / step;
        List<(int X, int Y)> shifts = [];
        for (int y = -count; y <= count; y++)
        {
            for (int x = -count; x <= count; x++)
            {
                if (step * step * ((x * x) + (y * y)) <= radius * radius)
                {
                    shifts.Add((x * step, y * step));
                }
            }
        }

        return [.. shifts];
    }

    /// <summary>What is known of shifts before a look at the crop: normal with a spread of 2.5 px.</summary>
    /// <param name="shifts">The shifts that are tried.</param>
    /// <returns>Logarithms of probabilities that add up to 1.</returns>
    public static float[] LogPriors(IReadOnlyList<(int X, int Y)> shifts)
    {
        double[] weights =
            [.. shifts.Select(shift => -((shift.X * shift.X) + (shift.Y * shift.Y)) / (2 * Spread * Spread))];
        double sum = Math.Log(weights.Sum(Math.Exp));
        return [.. weights.Select(weight => (float)(weight - sum))];
    }
}
