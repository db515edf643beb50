namespace DeepEM.Kernels.Alignment;

/// <summary>What is aligned to what.</summary>
/// <param name="Basis">The basis of the coefficients.</param>
/// <param name="Crops">Number of crops, at least 1.</param>
/// <param name="Shifts">Shifts of each crop, at least 1.</param>
/// <param name="Classes">Number of references, at least 1.</param>
/// <param name="Beta">What the evidence is multiplied by, the inverse of a temperature; positive and finite.</param>
/// <param name="Accumulates">Whether the sums of the classes are wanted.</param>
public sealed record AlignmentShape(
    PolarBasis Basis, int Crops, int Shifts, int Classes, float Beta, bool Accumulates)
{
    /// <summary>Values that say what is found for a crop.</summary>
    public const int SummaryLength = 6;

    /// <summary>Crops whose sums are added before they go to the others': the same for any number of threads.</summary>
    internal const int ChunkCrops = 64;

    /// <summary>A crop's weight in a class at a shift above which it counts in the sums.</summary>
    internal const float LeastWeight = 1e-4f;

    /// <summary>Values of all coefficients.</summary>
    internal long CoefficientsLength => checked((long)Crops * Shifts * 2 * Basis.Length);

    /// <summary>Values of all references, and of their sums.</summary>
    internal long ReferencesLength => checked((long)Classes * 2 * Basis.Length);

    /// <summary>Values of all biases, and of all memberships.</summary>
    internal long MembershipsLength => checked((long)Crops * Classes);

    /// <summary>Values of all summaries.</summary>
    internal long SummariesLength => checked((long)Crops * SummaryLength);

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ArgumentException">An extent is below 1, or beta is not positive.</exception>
    internal void RequireValid()
    {
        ArgumentNullException.ThrowIfNull(Basis);
        if (Crops < 1 || Shifts < 1 || Classes < 1)
        {
            throw new ArgumentException($"{Crops} crops with {Shifts} shifts and {Classes} classes.");
        }

        if (!(Beta > 0) || float.IsInfinity(Beta))
        {
            throw new ArgumentException($"Evidence is multiplied by {Beta}.");
        }
    }
}
