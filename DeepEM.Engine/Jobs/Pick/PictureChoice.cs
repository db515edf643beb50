using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A micrograph that is drawn, and why.</summary>
/// <param name="Micrograph">Where it is and what its outputs are called.</param>
/// <param name="Words">Why, for the caption.</param>
internal sealed record PictureChoice((MicrographSource Source, string Output, int Picks) Micrograph, string Words)
{
    /// <summary>Chooses those that show most: the median, and from both ends as many as are left.</summary>
    /// <param name="finished">The micrographs that are finished, in their order.</param>
    /// <param name="count">How many to draw.</param>
    /// <returns>From the fewest picks to the most; of equally many the first of the list first.</returns>
    public static IEnumerable<PictureChoice> Of(
        IEnumerable<(MicrographSource Source, string Output, int Picks)> finished, int count)
    {
        (MicrographSource Source, string Output, int Picks)[] ranked = [.. finished.OrderBy(one => one.Picks)];
        int drawn = Math.Min(count, ranked.Length);

        // With few picks something may have gone wrong, so the fewest have the odd one.
        int fewest = drawn / 2;
        int most = Math.Max(0, drawn - fewest - 1);
        int median = Math.Clamp(ranked.Length / 2, fewest, Math.Max(fewest, ranked.Length - most - 1));
        for (int rank = 0; rank < fewest; rank++)
        {
            yield return new PictureChoice(ranked[rank], "fewest picks");
        }

        if (drawn > 0)
        {
            yield return new PictureChoice(ranked[median], ranked.Length == 1 ? "the only one" : "median");
        }

        for (int rank = ranked.Length - most; rank < ranked.Length; rank++)
        {
            yield return new PictureChoice(ranked[rank], "most picks");
        }
    }
}
