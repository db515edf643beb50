using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Tests.Support;

/// <summary>A verification made by hand: two micrographs with picks, one without, and four classes.</summary>
/// <remarks>Classes 1 and 2 are particles, 3 is junk, 4 looks empty.</remarks>
internal static class VerifiedData
{
    public const int Side = 8;

    public static VerificationResult Result { get; } = new()
    {
        DiameterAngstrom = 180,
        Micrographs =
        [
            new VerifiedMicrograph("Micrographs/a b.mrc", "/data/a b.mrc", new MicrographSize(400, 300), 1.35)
            {
                Picks = 5, ExpectedParticles = 3.2, FreeShare = 0.6, MaskedShare = 0.125, IsInverted = true,
            },
            new VerifiedMicrograph("Micrographs/empty.mrc", "empty.mrc", new MicrographSize(400, 300), 1.35),
            new VerifiedMicrograph("Micrographs/c.mrc", "c.mrc", new MicrographSize(200, 100), 2.0 / 3)
            {
                Picks = 3, ExpectedParticles = 1.1, LooksDenoised = true,
            },
        ],
        Picks =
        [
            Pick(0, 100.25, 50, 0.9, 0.99, 1, 4.5) with { RotationDegrees = -33.75, OriginXAngstrom = 2.7 },
            Pick(0, 200, 50, 0.8, 0.9, 2, 3.25) with { OriginYAngstrom = -1.35, Half = 2 },
            Pick(0, 204, 52, 0.7, 0.8, 2, 2) with { Reasons = OutlierReasons.Duplicate | OutlierReasons.Crowded },
            Pick(0, 300, 50, 0.6, 0.7, 1, 1) with { LogEvidence = 1.5, Reasons = OutlierReasons.Unexplained },
            Pick(0, 300, 200, 0.5, 0.6, 3, 0.1) with { Reasons = OutlierReasons.Grey },
            Pick(2, 20, 50, 0.4, 1 / 3.0, 2, -0.25),
            Pick(2, 120, 50, 0.3, 0.2, 4, -0.5) with { Reasons = OutlierReasons.MaskEdge },
            Pick(2, 180, 50, 0.2, 0.1, 3, -1.5) with { Logit = null, SignificantPoses = 12.5 },
        ],
        Classes =
        [
            Class(1, 2, 0.95) with { SignalToNoise = [0, 8, 4, 2, 1], ResolutionAngstrom = 22.5 },
            Class(2, 3, 0.6) with { Structure = 1.25, HeldOutEvidence = 20.5 },
            Class(3, 2, 0.2) with { RotationAccuracyDegrees = 3.5, TranslationAccuracyAngstrom = 2.25 },
            Class(4, 1, 0.55) with { LooksEmpty = true },
        ],
        NoiseClasses = [Class(1, 10, 0), Class(2, 5, 0)],
        ClassSide = Side,
        ClassPixelSizeAngstrom = 5.4,
        ClassMaskRadius = 3,
        NoiseRates =
        [
            new NoiseRatePoint(-0.5, 7, 4, 0.4, 0.2, 0.7, 0.4, 0.35),
            new NoiseRatePoint(0, 5, 2, 0.28, 0.1, 0.6, 0.28, 0.2),
            new NoiseRatePoint(1, 4, 1, 0.175, 0.05, 0.5, 0.175, 0.1),
            new NoiseRatePoint(2, 3, 0, 0, 0, 0.4, 0, 0.05),
            new NoiseRatePoint(3, 2, 0, 0, 0, 0.5, 0, 0.01),
        ],
        Guard = new AverageGuard(AverageVerdict.Featureless, 0.25, -0.125, 3.5, 3.25, 0.1, 0.2),
        NoisePass = 2,
        NoiseAnchor = 0.7,
    };

    private static VerifiedPick Pick(
        int micrograph, double x, double y, double score, double probability, int number, double logit) =>
        new(micrograph, new Particle(x, y, score))
        {
            Probability = probability,
            Class = number,
            Logit = logit,
            LogEvidence = 12.5,
            HeldOutEvidence = 10.0 / 3,
            BestPosterior = 0.25,
            SignificantPoses = 4,
            Half = 1,
        };

    private static VerifiedClass Class(int number, int count, double probability) => new(
        number, [.. Enumerable.Range(0, Side * Side).Select(i => number + (i / 100f))], count)
    {
        Share = count / 8.0,
        Probability = probability,
    };
}
