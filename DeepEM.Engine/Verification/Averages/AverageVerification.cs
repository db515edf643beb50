using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Averages picks in classes, and asks data that took no part whether the averages show particles.</summary>
/// <remarks>
/// The same bytes for any number of threads. Memory is bounded but for the crops themselves: of more than 5,000 some
/// make the classes, and all are then held against them.
/// </remarks>
/// <param name="backend">The device, which must outlive this object.</param>
/// <param name="settings">How.</param>
public sealed class AverageVerification(IComputeBackend backend, AverageSettings settings)
{
    private const string Stage = "Averages";
    private const int Halves = 2;

    // The guard needs classes, not the best ones.
    private const int MostResidentOfHalf = 2000;

    /// <summary>Averages crops and judges the averages.</summary>
    /// <param name="particles">Crops of picks; may be empty.</param>
    /// <param name="noise">Crops of random places of noise alone, by which its power is measured; null to take the
    /// power of the picks for it.</param>
    /// <param name="maxima">Crops of maxima of noise alone, as the picker finds them; null for none.</param>
    /// <param name="counts">Which picks the guard judges by; null for all.</param>
    /// <param name="progress">Is told of every round; null for nobody.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Poses, classes and verdict.</returns>
    public AverageResult Run(
        ParticleCrops particles,
        ParticleCrops? noise,
        ParticleCrops? maxima,
        IReadOnlyList<bool>? counts = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(particles);
        if (counts is not null && counts.Count != particles.Count)
        {
            throw new ArgumentException($"{counts.Count} for {particles.Count} crops.", nameof(counts));
        }

        if (particles.Count == 0)
        {
            return new AverageResult(
                [], [], [], GuardRule.TooFew, [], settings.PixelSizeAngstrom, settings.MaskRadius, 0);
        }

        var power = RingNoise.Of(backend, Basis(AverageSettings.Rings), particles, noise);
        PolarBasis basis = Basis(power.UsedRings);
        float[] gains = power.Gains(basis);
        using var expander = new CropExpander(backend, basis, particles, new CropGains(gains, particles));
        int[]? halves = HalvesOf(particles);
        int[]? noiseHalves = halves is null || maxima is null ? null : HalvesOf(maxima);
        Action afterRound = Counter(progress, settings.Rounds * (1 + Both(halves) + Both(noiseHalves)));

        ClassModel model = new ClassAveraging(expander, settings).Run(
            [.. Enumerable.Range(0, particles.Count)],
            settings.ClassesFor(particles.Count),
            settings.Seed,
            afterRound,
            cancellation);
        HeldOutEvidence? held = HeldOut(expander, settings, halves, afterRound, cancellation);
        HeldOutEvidence? heldNoise = null;
        if (noiseHalves is not null)
        {
            using var noiseExpander = new CropExpander(backend, basis, maxima!, new CropGains(gains, maxima!));
            heldNoise = HeldOut(
                noiseExpander, settings with { Forming = null }, noiseHalves, afterRound, cancellation);
        }

        var table = new ClassTable(model);
        VerifiedClass[] classes = table.Rows(gains, settings.PixelSizeAngstrom);
        return new AverageResult(
            PoseList.Of(particles, model, table.Order, held, settings.PixelSizeAngstrom),
            held is null ? classes : table.WithHalves(classes, held, settings.PixelSizeAngstrom),
            heldNoise is null ? [] : new ClassTable(heldNoise.Models[0]).Rows(gains, settings.PixelSizeAngstrom),
            held is null ? GuardRule.TooFew : GuardRule.Judge(held, counts, heldNoise),
            PoseList.Memberships(model, table.Order),
            settings.PixelSizeAngstrom,
            settings.MaskRadius,
            basis.Rings);
    }

    private static int Both(int[]? halves) => halves is null ? 0 : Halves;

    private static Action Counter(IProgress<StageProgress>? progress, int total)
    {
        int done = 0;
        return () => progress?.Report(new StageProgress(Stage, ++done, total));
    }

    private PolarBasis Basis(int rings) =>
        new(AverageSettings.BoxSide, settings.MaskRadius, rings, AverageSettings.Rotations);

    // Null where there are too few for two.
    private int[]? HalvesOf(ParticleCrops crops)
    {
        int[] halves = HalfSets.Of(crops, settings.Diameter);
        int second = halves.Sum();
        return Math.Min(second, halves.Length - second) < GuardRule.FewestCrops / Halves ? null : halves;
    }

    private static HeldOutEvidence? HeldOut(
        CropExpander expander,
        AverageSettings settings,
        int[]? halves,
        Action afterRound,
        CancellationToken cancellation) =>
        halves is null
            ? null
            : HeldOutEvidence.Of(
                expander,
                settings with { MostResident = Math.Min(settings.MostResident, MostResidentOfHalf) },
                halves,
                afterRound,
                cancellation);
}
