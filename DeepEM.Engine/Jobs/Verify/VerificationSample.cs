namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Which of many micrographs are looked at more closely.</summary>
internal static class VerificationSample
{
    /// <summary>Micrographs on which decoys are drawn, at most: thousands of maxima of noise.</summary>
    public const int Decoys = 60;

    /// <summary>Micrographs whose noise is averaged, at most.</summary>
    public const int Twins = 40;

    /// <summary>Micrographs that the report shows, at most.</summary>
    public const int Shown = 100;

    /// <summary>Whether a micrograph is one of a few that are spread over all of them.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="few">How many are wanted.</param>
    public static bool Has(int number, int count, int few) =>
        count <= few || (long)number * few / count != (long)(number + 1) * few / count;
}
