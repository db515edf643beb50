using DeepEM.Engine.Verification.Averages;
using DeepEM.Engine.Verification.Outliers;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>What classes say of the picks.</summary>
internal sealed class VerifiedAverages
{
    // Fewer picks make no classes worth the name.
    private const int LeastForming = 100;

    private readonly AverageResult _found;
    private readonly double _diameterAngstrom;

    private VerifiedAverages(AverageResult found, double diameterAngstrom) =>
        (_found, _diameterAngstrom) = (found, diameterAngstrom);

    /// <summary>Classes; none where there are no picks.</summary>
    private int ClassCount => _found.Classes.Count;

    /// <summary>Averages what was collected.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="collected">Crops of picks and of noise.</param>
    /// <param name="logits">Of each pick its logit above that from which candidates are kept.</param>
    /// <param name="formingFrom">Logit from which on picks make classes, if there are enough of them.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop.</param>
    public static VerifiedAverages Of(
        IComputeBackend backend,
        CollectedPicks collected,
        double[] logits,
        double formingFrom,
        VerificationSettings settings,
        JobContext context)
    {
        double diameter = collected.Diameter;

        // Candidates that are hardly particles lie close everywhere.
        CropPlace[] likely = [.. collected.Crops.Places.Where((_, i) => logits[i] >= 0)];
        AverageSettings how = new(diameter)
        {
            Classes = settings.Classes,
            Seed = settings.Seed,
            IsCrowded = likely.Length > 0 && AverageSettings.AreCrowded(likely, diameter),
            PixelSizeAngstrom = collected.PixelSizeAngstrom,
            Forming = Forming(logits, formingFrom),
        };
        AverageResult found = new AverageVerification(backend, how).Run(
            collected.Crops,
            collected.Noise.Count > 0 ? collected.Noise : null,
            collected.NoiseMaxima.Count > 0 ? collected.NoiseMaxima : null,
            [.. logits.Select(logit => logit >= 0)],
            context.Progress,
            context.Cancellation);
        return new VerifiedAverages(found, diameter * collected.PixelSizeAngstrom);
    }

    private static bool[]? Forming(double[] logits, double from) =>
        double.IsNegativeInfinity(from) || logits.Count(logit => logit >= from) < LeastForming
            ? null
            : [.. logits.Select(logit => logit >= from)];

    /// <summary>The class of each pick, from 0, and how many classes there are.</summary>
    public (int[] Numbers, int Count) Classes => (
        [.. _found.Poses.Select(pose => Math.Max(0, pose.Class - 1))], Math.Max(1, ClassCount));

    /// <summary>Evidence of each pick that it is one of the classes and not noise, nats.</summary>
    public double[] LogEvidence => [.. _found.Poses.Select(pose => pose.LogEvidence)];

    /// <summary>Posterior of the best pose of each pick.</summary>
    public IEnumerable<double> BestPosterior => _found.Poses.Select(pose => pose.BestPosterior);

    /// <summary>Adds to the facts about a pick what its class says.</summary>
    /// <param name="pick">Its number.</param>
    /// <param name="facts">What is known.</param>
    public PickFacts Facts(int pick, PickFacts facts)
    {
        CropPose pose = _found.Poses[pick];
        return facts with
        {
            LogEvidence = pose.LogEvidence,
            BestPosterior = pose.BestPosterior,
            Shift = Math.Sqrt((pose.OriginXAngstrom * pose.OriginXAngstrom)
                + (pose.OriginYAngstrom * pose.OriginYAngstrom)) / _diameterAngstrom,
        };
    }

    /// <summary>Adds to a pick how it lies under its class.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="pick">What is known.</param>
    public VerifiedPick Describe(int number, VerifiedPick pick)
    {
        CropPose pose = _found.Poses[number];
        return pick with
        {
            Class = pose.Class,
            RotationDegrees = pose.RotationDegrees,
            OriginXAngstrom = pose.OriginXAngstrom,
            OriginYAngstrom = pose.OriginYAngstrom,
            LogEvidence = pose.LogEvidence,
            HeldOutEvidence = pose.HeldOutEvidence,
            BestPosterior = pose.BestPosterior,
            SignificantPoses = pose.SignificantPoses,
            Half = pose.Half,
        };
    }

    /// <summary>Adds the classes to a result.</summary>
    /// <param name="result">What is known.</param>
    /// <param name="probabilities">Of each class the share of particles.</param>
    public VerificationResult Describe(VerificationResult result, double[] probabilities) => result with
    {
        Classes =
        [
            .. _found.Classes.Select(one => one with { Probability = probabilities[one.Number - 1] }),
        ],
        NoiseClasses = _found.NoiseClasses,
        ClassSide = AverageSettings.BoxSide,
        ClassPixelSizeAngstrom = _found.PixelSizeAngstrom,
        ClassMaskRadius = _found.MaskRadius,
        Guard = _found.Guard.Verdict == AverageVerdict.TooFew ? null : _found.Guard,
    };
}
