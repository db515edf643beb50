using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>Estimates before a training which share of the particles is labelled.</summary>
/// <remarks>
/// The network that the training starts from picks the labelled micrographs, and <see cref="CalibrationFit"/> finds how
/// many candidates score as the labelled ones do.
/// </remarks>
internal static class LabelCompleteness
{
    // A window whose centre is nearer than this to a particle's, in diameters, shows that particle.
    private const double Shown = 0.2;

    /// <summary>π of <see cref="PositiveUnlabelledRisk"/>, or null where that is not the objective.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="set">The labelled micrographs.</param>
    /// <param name="settings">What is asked for.</param>
    /// <exception cref="TrainingDataException">There is nothing to estimate it with.</exception>
    public static double? Prior(IComputeBackend backend, TrainingSet set, TrainingRunSettings settings)
    {
        if (!PickingMethod.Of(settings.Preset).HeedsMissingLabels
            || settings.Objective != TrainingObjective.PositiveUnlabelled)
        {
            return null;
        }

        if (settings.Prior is { } given)
        {
            return given;
        }

        float[] parameters = settings.Start?.ParametersFor(set.Network) ?? throw new TrainingDataException(
            "a positive-unlabelled training from nothing cannot tell how many particles have no pick",
            NoticeCode.PriorNeeded);
        double share = Math.Max(
            Labelled(backend, set, settings, parameters), DiscPacking.LeastCompleteness(set.Micrographs, set.Diameter));
        double labels = set.Micrographs.Sum(m => m.Particles.Count);
        double area = set.Micrographs.Sum(m => (double)m.Image.Height * m.Image.Width);
        double missing = labels / share * (1 - share);
        double shown = missing * Math.PI * Math.Pow(Shown * set.Diameter, 2) / area;
        return Math.Min(shown, PositiveUnlabelledRisk.LargestPrior);
    }

    private static double Labelled(
        IComputeBackend backend, TrainingSet set, TrainingRunSettings settings, float[] parameters)
    {
        using var picker = new DensePicker(
            backend, set.Describe(settings, parameters), set.Binning, PickingSettings.Evaluated);
        ScoredPick[] picks = ScoredPick.Collect(
            [.. set.Micrographs.Select(m => LabelledMicrograph.Of(m, picker.Pick(m.Image)))], set.MatchRadius);
        return CalibrationFit.Fit(ScoredPick.ToCandidates(picks), complete: null).Completeness;
    }
}
