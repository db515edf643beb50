namespace DeepEM.Engine.Preparation;

/// <summary>The published normalisation of one patch: minus its mean, over its standard deviation (N − 1).</summary>
public static class PatchStandardisation
{
    /// <summary>Standardises a patch in place; a flat one becomes all zero.</summary>
    /// <param name="patch">All pixels of the patch; all finite.</param>
    public static void Apply(Span<float> patch)
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
        for (int i = 0; i < patch.Length; i++)
        {
            patch[i] = flat ? 0 : (float)((patch[i] - mean) / deviation);
        }
    }
}
