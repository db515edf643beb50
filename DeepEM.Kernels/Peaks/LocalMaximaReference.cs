namespace DeepEM.Kernels.Peaks;

/// <summary>The local maxima of a score map, from the definition.</summary>
/// <remarks>
/// A score is kept where it is above the threshold and beats every other score within the radius (Euclidean,
/// inclusive); of equal scores the one later in row-major order wins. Everywhere else −∞ is written. A NaN is neither
/// above the threshold nor does it beat anything. Here each score strikes out those it beats, where the backends look
/// around from each.
/// </remarks>
public static class LocalMaximaReference
{
    /// <summary>Finds the local maxima.</summary>
    /// <param name="scores">H·W values, row-major.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="radius">Distance in pixels, at least 1.</param>
    /// <param name="threshold">Scores must be greater than this.</param>
    /// <returns>H·W values: the score at a local maximum, −∞ elsewhere.</returns>
    public static double[] Find(double[] scores, int height, int width, double radius, double threshold)
    {
        ArgumentNullException.ThrowIfNull(scores);

        double[] peaks = Array.ConvertAll(scores, score => score > threshold ? score : double.NegativeInfinity);
        for (int winner = 0; winner < height * width; winner++)
        {
            for (int loser = 0; loser < height * width; loser++)
            {
                double dy = (winner / width) - (loser / width);
                double dx = (winner % width) - (loser % width);
                bool near = winner != loser && (dy * dy) + (dx * dx) <= radius * radius;
                bool beats = scores[winner] > scores[loser] || (scores[winner] == scores[loser] && winner > loser);
                if (near && beats)
                {
                    peaks[loser] = double.NegativeInfinity;
                }
            }
        }

        return peaks;
    }
}
