using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>What was found where there is nothing but noise, and how much of the micrograph that stands for.</summary>
/// <param name="Logits">Logits of the maxima of the decoy's noise, from the largest to the least.</param>
/// <param name="Sampled">Pixels on which they were looked for, of all draws together, above 0.</param>
/// <param name="Open">Pixels of the whole micrograph that are neither masked nor near to what is kept.</param>
/// <param name="Kept">Candidates of the whole micrograph that are taken for particles, masked ones left out.</param>
/// <param name="KeptArea">Pixels that all of them take.</param>
/// <param name="KeptFrom">Logit from which a candidate was kept.</param>
internal sealed record NoiseSample(
    double[] Logits, int Sampled, int Open, int Kept, int KeptArea, double KeptFrom)
{
    // The picker's own least distance: nearer to what is kept no other pick can be.
    private const double CountedFrom = 0.5;

    /// <summary>Below what is kept by less than this a candidate may be a particle, and is left out of the free area.
    /// </summary>
    public const double Doubt = 1.5;

    private const int FixedPointSteps = 10;
    private const double LargestFalseShare = 0.9;

    /// <summary>What one maximum of the decoy stands for on the whole micrograph.</summary>
    /// <remarks>
    /// <c>s = (Open + φ·KeptArea) / Sampled</c>: what is kept and false, φ = s·D(t)/Kept, frees its area, with D(t) the
    /// maxima from the logit t on from which candidates were kept.
    /// </remarks>
    public double Scale
    {
        get
        {
            int above = Descending.CountFrom(Logits, KeptFrom);
            double scale = Open / (double)Sampled;
            for (int step = 0; step < FixedPointSteps && Kept > 0; step++)
            {
                double share = Math.Min(LargestFalseShare, scale * above / Kept);
                scale = (Open + (share * KeptArea)) / Sampled;
            }

            return scale;
        }
    }

    /// <summary>How much of a region is left to count noise on.</summary>
    /// <param name="region">The region.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <param name="keptFrom">Logit from which a candidate is taken for a particle.</param>
    /// <returns>Pixels that are neither masked nor near to what is kept.</returns>
    public static int Room(DecoyRegion region, double diameter, double keptFrom) =>
        Counted(region, [.. region.Candidates.TakeWhile(peak => peak.Logit >= keptFrom)], diameter)
            .AsSpan().Count(true);

    /// <summary>Measures the noise of a region by one decoy.</summary>
    /// <param name="region">The region.</param>
    /// <param name="finders">Find the candidates of the decoy.</param>
    /// <param name="diameter">Particle diameter, pixels of the image.</param>
    /// <param name="keptFrom">Logit from which a candidate is taken for a particle; infinite for none: everything is
    /// noise, and the decoy nothing else.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <returns>The sample, or null where there is too little noise to see, or it is flat.</returns>
    public static NoiseSample? Of(
        DecoyRegion region, CandidateFinders finders, double diameter, double keptFrom, int draw) =>
        Of(region, finders, diameter, keptFrom, [draw], leavesDoubt: false);

    /// <summary>Measures the noise of a region by several decoys.</summary>
    /// <param name="region">The region.</param>
    /// <param name="finders">Find the candidates of the decoys.</param>
    /// <param name="diameter">Particle diameter, pixels of the image.</param>
    /// <param name="keptFrom">Logit from which a candidate is taken for a particle.</param>
    /// <param name="draws">Numbers of the draws, one for each decoy.</param>
    /// <param name="leavesDoubt">Whether candidates that are a little below count as noise when its strength is
    /// measured. Without the strongest maxima noise is too weak, once it is known that most of them are noise.</param>
    /// <returns>The sample, or null where there is too little noise to see, or it is flat.</returns>
    public static NoiseSample? Of(
        DecoyRegion region,
        CandidateFinders finders,
        double diameter,
        double keptFrom,
        IReadOnlyList<int> draws,
        bool leavesDoubt)
    {
        Peak[] kept = [.. region.Candidates.TakeWhile(peak => peak.Logit >= keptFrom)];
        Peak[] doubtful = leavesDoubt ? []
            : [.. region.Candidates.Skip(kept.Length).TakeWhile(peak => peak.Logit >= keptFrom - Doubt)];
        double[] logits = [];
        int sampled = 0;
        foreach (int draw in draws)
        {
            var free = FreeArea.Of(region, kept, doubtful, diameter);
            bool[] isCounted = Counted(region, kept, diameter);
            int counted = isCounted.AsSpan().Count(true);
            if (free.Share < FreeArea.LeastShare || counted == 0
                || InContextDecoys.Draw(region, free, kept, diameter, draw) is not { } decoy)
            {
                return null;
            }

            sampled += counted;
            double[] found = DecoyRegion.LogitsOf(
                finders.For(decoy.Height, decoy.Width).Find(decoy, double.NegativeInfinity),
                peak => DecoyRegion.TryPixel(peak, decoy.Height, decoy.Width, out int pixel) && isCounted[pixel]);

            // One draw, as in picking, leaves nothing more to the collector.
            logits = logits.Length == 0 ? found : [.. logits.Concat(found).OrderDescending()];
        }

        (int open, int unmasked, int all) = region.Whole(keptFrom, CountedFrom * diameter);
        return new NoiseSample(logits, sampled, open, all, unmasked - open, keptFrom);
    }

    private static bool[] Counted(DecoyRegion region, IReadOnlyList<Peak> kept, double diameter)
    {
        bool[] isCounted = region.Buffers.Take<bool>(DecoyBuffer.Counted, region.IsMasked.Length);
        Discs.SetOpen(isCounted, region.IsMasked);
        Discs.Clear(isCounted, region.Image, kept, CountedFrom * diameter);
        return isCounted;
    }
}
