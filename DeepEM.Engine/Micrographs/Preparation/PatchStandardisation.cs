namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>The published normalisation of one patch: minus its mean, over its standard deviation (N − 1).</summary>
public static class PatchStandardisation
{
    /// <summary>Standardises a patch in place; a flat one becomes all zero.</summary>
    /// <param name="patch">All pixels of the patch; all finite.</param>
    public static void Apply(Span<float> patch)
    {
        (double mean, double deviation) = Measure(patch);
        for (int i = 0; i < patch.Length; i++)
        {
            patch[i] = deviation == 0 ? 0 : (float)((patch[i] - mean) / deviation);
        }
    }

    /// <summary>Mean and standard deviation (N − 1) of a patch.</summary>
    /// <param name="patch">All pixels of the patch; all finite.</param>
    /// <returns>Both in grey levels; a deviation that is mere rounding of the mean is 0.</returns>
    public static (double Mean, double Deviation) Measure(ReadOnlySpan<float> patch)
    {
        double sum = 0;
        foreach (float value in patch)
        {
            sum += value;
        }

        double mean = sum / patch.Length;
        double squares = 0;
        foreach (float value in patch)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / Math.Max(1, patch.Length - 1));
        bool flat = !(deviation > 1e-7 * Math.Max(1e-30, Math.Abs(mean)));
        return (mean, flat ? 0 : deviation);
    }
}
