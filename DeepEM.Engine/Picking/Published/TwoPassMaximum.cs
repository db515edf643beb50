namespace DeepEM.Engine.Picking.Published;

/// <summary>The published way to thin out candidates: every one is replaced by the best near it, twice.</summary>
public static class TwoPassMaximum
{
    /// <summary>The first range as a fraction of the box; the published 70 px of KLH's 272.</summary>
    public const double FirstRange = 70.0 / 272;

    /// <summary>The second range as a fraction of the box; the published 40 px of KLH's 272.</summary>
    public const double SecondRange = 40.0 / 272;

    /// <summary>
    /// Replaces each candidate by the best one within the range (Chebyshev distance of the corners, itself included,
    /// ties to the larger x, then the larger y), removes duplicates, and does the same with the second range.
    /// </summary>
    /// <param name="candidates">Windows above the threshold.</param>
    /// <param name="firstRange">Range of the first pass, pixels.</param>
    /// <param name="secondRange">Range of the second pass, pixels.</param>
    /// <returns>The survivors, best first.</returns>
    public static IReadOnlyList<ScanWindow> Select(
        IReadOnlyList<ScanWindow> candidates, int firstRange, int secondRange)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Pass(Pass(candidates, firstRange), secondRange);
    }

    private static IReadOnlyList<ScanWindow> Pass(IReadOnlyList<ScanWindow> candidates, int range)
    {
        var survivors = new HashSet<ScanWindow>();
        foreach (ScanWindow candidate in candidates)
        {
            ScanWindow best = candidate;
            foreach (ScanWindow other in candidates)
            {
                if (Math.Abs(other.X - candidate.X) <= range && Math.Abs(other.Y - candidate.Y) <= range
                    && (other.Score, other.X, other.Y).CompareTo((best.Score, best.X, best.Y)) > 0)
                {
                    best = other;
                }
            }

            survivors.Add(best);
        }

        return [.. survivors.OrderByDescending(w => (w.Score, w.X, w.Y))];
    }
}
