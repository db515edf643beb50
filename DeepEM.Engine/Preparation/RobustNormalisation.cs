namespace DeepEM.Engine.Preparation;

/// <summary>Brings the grey levels of an image to median 0 and spread 1 without being led by outliers.</summary>
/// <remarks>
/// The spread is (upper quartile − lower quartile) / 1.349, which is the standard deviation of normal noise and takes
/// no notice of ice lumps or hot pixels. Values are then cut at ±<see cref="Limit"/>.
/// </remarks>
public static class RobustNormalisation
{
    /// <summary>Largest distance from the median that is kept, in units of the spread.</summary>
    public const float Limit = 6;

    private const int Samples = 1 << 16;

    // Quartiles of a normal distribution lie 1.349 standard deviations apart.
    private const double QuartilesPerDeviation = 1.349;

    /// <summary>Normalises an image in place.</summary>
    /// <param name="pixels">All values of the image; all finite.</param>
    /// <returns>False when the image is flat: every value is then 0.</returns>
    public static bool Apply(float[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);

        // An odd stride near the wanted one samples all columns of an image with an even width.
        int stride = Math.Max(1, pixels.Length / Samples) | 1;
        float[] sample = new float[((pixels.Length - 1) / stride) + 1];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = pixels[i * stride];
        }

        Array.Sort(sample);
        double median = sample[sample.Length / 2];
        double spread = (sample[sample.Length * 3 / 4] - (double)sample[sample.Length / 4]) / QuartilesPerDeviation;
        if (!(spread > 1e-6 * Math.Max(1e-30, Math.Abs(median))))
        {
            Array.Clear(pixels);
            return false;
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Math.Clamp((float)((pixels[i] - median) / spread), -Limit, Limit);
        }

        return true;
    }
}
