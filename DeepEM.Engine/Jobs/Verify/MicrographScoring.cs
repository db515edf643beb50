using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Scores a micrograph, its picks and its noise.</summary>
/// <remarks>Keeps buffers: one object serves one caller at a time.</remarks>
/// <param name="backend">The device; must outlive this object.</param>
/// <param name="keptFrom">Logit from which the first pass takes a candidate for a particle.</param>
/// <param name="edgeMarginAngstrom">Candidates nearer to the border are no picks.</param>
internal sealed class MicrographScoring(IComputeBackend backend, double keptFrom, double edgeMarginAngstrom)
{
    /// <summary>Below what is kept by less than this a candidate is looked at: much of it is junk, and shows what junk
    /// looks like.</summary>
    public const double LookedAt = 1.5;

    // In diameters: how far from a pick the network's own place for it lies at most.
    private const double Near = 0.25;

    // Where nothing is near a pick, which is then at the rim of the micrograph.
    private const double NoLogit = -20;

    private readonly DecoyBuffers _buffers = new(backend);

    /// <summary>Scores a micrograph.</summary>
    /// <param name="source">The micrograph.</param>
    /// <param name="seen">The micrograph as the network sees it.</param>
    /// <param name="picks">Its picks; null to take the candidates of the network.</param>
    /// <param name="measuresNoise">Whether decoys are drawn.</param>
    public ScoredMicrograph Score(
        MicrographSource source, VerificationImage seen, MicrographPicks? picks, bool measuresNoise)
    {
        PreparedMicrograph image = seen.Image;
        CandidateFinder finder = seen.Finders.For(image.Height, image.Width);
        Peak[] candidates = [.. finder.Find(image, double.NegativeInfinity)];
        Peak[] likely = [.. candidates.TakeWhile(peak => peak.Logit >= keptFrom - LookedAt)];
        (IReadOnlyList<Particle> particles, double[] logits) = picks is null
            ? Own(seen, likely)
            : (picks.Particles, [.. picks.Particles.Select(Highest)]);
        DecoyRegion region = Region(seen, candidates);
        return new ScoredMicrograph(
            source,
            picks?.Micrograph ?? source.Name,
            new MicrographSize(image.OriginalWidth, image.OriginalHeight),
            seen.PixelSizeAngstrom)
        {
            Picks = particles,
            Logits = logits,
            Candidates = likely,
            Seen = picks is null ? [] : Places(image, likely.TakeWhile(peak => peak.Logit >= keptFrom)),
            OpenLogits = region.OpenLogits(),
            MaskedShare = image.Mask?.Share ?? 0,
            Noise = measuresNoise ? Noise(region, seen, keptFrom, leavesDoubt: false) : null,
            LooksDenoised = NoiseGrain.Correlation(region, seen.Diameter, keptFrom) >= NoiseGrain.Smooth,
            FreeShare = region.Whole(keptFrom, FreeArea.KeptRadius * seen.Diameter).Open
                / (double)image.Pixels.Length,
        };

        double Highest(Particle pick) => finder.HighestNear(
            CoordinateFrame.ToBinned(pick.X, pick.Y, image.Binning), Near * seen.Diameter) ?? NoLogit;
    }

    /// <summary>Measures the noise of a micrograph again, keeping other candidates.</summary>
    /// <param name="scored">The micrograph.</param>
    /// <param name="seen">The micrograph as the network sees it.</param>
    /// <param name="from">Logit from which candidates are kept.</param>
    public NoiseSample? NoiseAgain(ScoredMicrograph scored, VerificationImage seen, double from) =>
        Noise(Region(seen, scored.Candidates), seen, from, leavesDoubt: true);

    /// <summary>Draws a twin of a micrograph that is nothing but noise.</summary>
    /// <param name="scored">The micrograph.</param>
    /// <param name="seen">The micrograph as the network sees it.</param>
    /// <param name="from">Logit from which candidates are no noise.</param>
    /// <returns>The twin, valid until the next call, and its unmasked maxima, best first; null where there is too
    /// little noise to see.</returns>
    public (PreparedMicrograph Image, Peak[] Maxima)? Twin(ScoredMicrograph scored, VerificationImage seen, double from)
    {
        DecoyRegion region = Region(seen, scored.Candidates);
        if (NoiseTwin.Of(region, seen.Diameter, from) is not { } twin)
        {
            return null;
        }

        Peak[] maxima =
        [
            .. seen.Finders.For(twin.Height, twin.Width).Find(twin, double.NegativeInfinity)
                .Where(peak => DecoyRegion.TryPixel(peak, twin.Height, twin.Width, out int pixel)
                    && !region.IsMasked[pixel]),
        ];
        return (twin, maxima);
    }

    private static Particle[] Places(PreparedMicrograph image, IEnumerable<Peak> peaks) =>
    [
        .. peaks.Select(peak => CoordinateFrame.ToMicrograph(
            new BinnedPosition(peak.X, peak.Y), image.Binning, figureOfMerit: 0)),
    ];

    // Where there are no picks because they would lie too near to the border, no noise is counted.
    private DecoyRegion Region(VerificationImage seen, IReadOnlyList<Peak> candidates) => DecoyRegion.Of(
        seen.Image, candidates, int.MaxValue, _buffers, edgeMarginAngstrom / seen.Model.BinnedPixelSizeAngstrom);

    private static NoiseSample? Noise(DecoyRegion region, VerificationImage seen, double from, bool leavesDoubt) =>
        NoiseSample.Of(
            region, seen.Finders, seen.Diameter, from, [.. Enumerable.Range(0, NoisePass.Draws)], leavesDoubt);

    private (IReadOnlyList<Particle> Picks, double[] Logits) Own(VerificationImage seen, Peak[] candidates)
    {
        PreparedMicrograph image = seen.Image;
        double margin = edgeMarginAngstrom / seen.PixelSizeAngstrom;
        IReadOnlyList<Peak> centred = new CentreRefinement(seen.Diameter)
            .Refine(image, candidates, seen.Model.Calibration.Logit(0.5));
        List<Particle> picks = [];
        List<double> logits = [];
        foreach (Peak peak in centred)
        {
            Particle particle = CoordinateFrame.ToMicrograph(
                new BinnedPosition(peak.X, peak.Y), image.Binning, seen.Model.Calibration.Probability(peak.Logit));
            if (EdgeRule.Keeps(particle, image.OriginalHeight, image.OriginalWidth, margin)
                && image.Mask?.Covers(particle) != true)
            {
                picks.Add(particle);
                logits.Add(peak.Logit);
            }
        }

        return (picks, [.. logits]);
    }
}
