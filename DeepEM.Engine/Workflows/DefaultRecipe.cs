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

    public override (double Threshold, double Score) Threshold(PrecisionRecallCurve curve, double beta) =>
        curve.Best(beta) is { } best ? (best.Threshold, best.F(beta)) : (0.5, 0);

    public override DeviationRange? Deviation(IReadOnlyList<TrainingMicrograph> micrographs) => null;
}
