using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Reports.Html.Verification;

/// <summary>What the guard against averages of noise says, for people.</summary>
internal static class GuardWords
{
    /// <summary>The verdict in a few words.</summary>
    /// <param name="guard">The guard; null where there were too few picks.</param>
    /// <returns>A word, and what it is about.</returns>
    public static (string Word, string About) Verdict(AverageGuard? guard) => guard?.Verdict switch
    {
        AverageVerdict.Particles => ("Particles", "is what the class averages show, tested against noise"),
        AverageVerdict.Featureless => ("Blobs", "is all that the class averages show for certain"),
        AverageVerdict.Noise => ("Noise", "is what the class averages look like"),
        _ => ("–", "There are too few picks to test the class averages against noise"),
    };

    /// <summary>The verdict in sentences.</summary>
    /// <param name="guard">The guard; null where there were too few picks.</param>
    /// <returns>The sentences.</returns>
    public static string Sentences(AverageGuard? guard)
    {
        if (guard is null || guard.Verdict == AverageVerdict.TooFew)
        {
            return "There are too few picks to say whether the class averages show particles: averages of noise can "
                + "look convincing. Do not judge by their looks.";
        }

        string figures = $"(G = {Words.Figure(guard.Structure)} nats per pick, with 99 % certainty more than "
            + $"{Words.Figure(guard.StructureLow)}; places of pure noise: {Words.Figure(guard.NoiseStructure)})";
        return guard.Verdict switch
        {
            AverageVerdict.Particles => "The class averages show particles: picks that had no part in an average fit "
                + $"it better than they fit a round blob {figures}.",
            AverageVerdict.Featureless => "Something is there, but the averages show no structure that picks without "
                + $"part in them confirm {figures}: they confirm that there are particles, not what these look like.",
            _ => "Do not trust the class averages: picks that had no part in them fit them no better than noise does "
                + $"{figures}. Averages of noise look like this.",
        };
    }
}
