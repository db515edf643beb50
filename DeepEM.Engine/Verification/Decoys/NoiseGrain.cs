using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Whether the ice of a micrograph has the grain of a detector, or was smoothed away by a program.</summary>
/// <remarks>
/// <code>c = Σ x(p)·x(p + 1) / √(Σ x(p)² · Σ x(p + 1)²)</code>
/// over neighbours on the free area, x less its mean: the share of the power of the spectrum that lies at its coarse
/// end. Noise of a detector has little of it even after binning; denoised or low-pass filtered ice has hardly
/// anything else. Decoys have the spectrum of the ice, but not how a denoiser treats what looks like a particle: what
/// they say of such micrographs may not hold.
/// </remarks>
internal static class NoiseGrain
{
    /// <summary>Correlation of neighbours from which on ice is smooth.</summary>
    public const double Smooth = 0.9;

    /// <summary>Measures the correlation of neighbouring pixels of the ice.</summary>
    /// <param name="region">The micrograph.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <param name="keptFrom">Logit from which a candidate is taken for a particle.</param>
    /// <returns>−1 to 1; 0 where there is no ice to look at.</returns>
    public static double Correlation(DecoyRegion region, double diameter, double keptFrom)
    {
        Peak[] kept = [.. region.Candidates.TakeWhile(peak => peak.Logit >= keptFrom - NoiseSample.Doubt)];
        bool[] isFree = FreeArea.Of(region, kept, [], diameter).IsFree;
        (double sum, double next, double squares, double nexts, double products) = (0, 0, 0, 0, 0);
        long count = 0;
        int width = region.Image.Width;
        float[] pixels = region.Image.Pixels;
        for (int i = 0; i + 1 < isFree.Length; i++)
        {
            if (isFree[i] && isFree[i + 1] && (i + 1) % width != 0)
            {
                (double x, double y) = (pixels[i], pixels[i + 1]);
                (sum, next, count) = (sum + x, next + y, count + 1);
                (squares, nexts, products) = (squares + (x * x), nexts + (y * y), products + (x * y));
            }
        }

        if (count == 0)
        {
            return 0;
        }

        double variance = ((squares / count) - (sum / count * sum / count))
            * ((nexts / count) - (next / count * next / count));
        return variance > 0 ? ((products / count) - (sum / count * next / count)) / Math.Sqrt(variance) : 0;
    }
}
