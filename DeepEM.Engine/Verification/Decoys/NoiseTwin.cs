using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>A micrograph's twin of nothing but its noise: what averages of noise are made from.</summary>
internal static class NoiseTwin
{
    // Draws of the passes come first.
    private const int Draw = 100;

    /// <summary>Draws the twin.</summary>
    /// <param name="region">The micrograph.</param>
    /// <param name="diameter">Particle diameter, pixels of the image.</param>
    /// <param name="keptFrom">Logit from which a candidate is taken for a particle and left out of the noise.</param>
    /// <returns>An image with noise wherever the micrograph is not masked, or null where there is too little noise to
    /// see; valid until the next of the region's memory.</returns>
    public static PreparedMicrograph? Of(DecoyRegion region, double diameter, double keptFrom)
    {
        Peak[] kept = [.. region.Candidates.TakeWhile(peak => peak.Logit >= keptFrom)];
        var free = FreeArea.Of(region, kept, [], diameter);
        return free.Share < FreeArea.LeastShare ? null : InContextDecoys.Draw(region, free, [], diameter, Draw);
    }
}
