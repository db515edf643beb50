using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Models;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Preparation;
using DeepEM.Engine.Randomness;
using DeepEM.Engine.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Workflows;

/// <summary>Binned and normalised micrographs, cross-entropy, Adam, fresh windows every epoch, dense picking.</summary>
internal sealed class DefaultRecipe(TrainingSet set, TrainingRunSettings settings) : Recipe
{
    private const int HeldOutCount = 1024;

    public override TrainingSettings Training { get; } =
        TrainingSettings.Default with { Epochs = settings.Epochs ?? TrainingSettings.Default.Epochs };

    public override double FalsePositiveFloor => 0.3;

    public override IWindowSource TrainingWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random) =>
        new SampledWindowSource(
            micrographs, set.Diameter, set.Network.InputSide, SamplingSettings.Default, augment: true, random);

    public override IWindowSource HeldOutWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random) =>
        new SampledWindowSource(
            micrographs,
            set.Diameter,
            set.Network.InputSide,
            SamplingSettings.Default with { WindowsPerEpoch = HeldOutCount },
            augment: false,
            random);

    public override IMicrographPicker Picker(IComputeBackend backend, PickingModel model) =>
        new DensePicker(backend, model, set.Binning, PickingSettings.Default);

    public override IReadOnlyList<Particle> Pick(IMicrographPicker picker, PreparedMicrograph image) =>
        ((DensePicker)picker).Pick(image);

    // Half-way, in logits, between the last pick that is taken and the next candidate: a threshold at the very score of
    // the worst particle of these micrographs would miss the like of it on others.
    public override (double Threshold, double Score) Threshold(PrecisionRecallCurve curve, double beta)
    {
        if (curve.Best(beta) is not { } best)
        {
            return (0.5, 0);
        }

        double next = curve.Points
            .Select(p => p.Threshold)
            .Where(t => t < best.Threshold)
            .DefaultIfEmpty(best.Threshold)
            .Max();
        return (Sigmoid.Of((Sigmoid.Inverse(best.Threshold) + Sigmoid.Inverse(next)) / 2), best.F(beta));
    }

    public override DeviationRange? Deviation(IReadOnlyList<TrainingMicrograph> micrographs) => null;
}
