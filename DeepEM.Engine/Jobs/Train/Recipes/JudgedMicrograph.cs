using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>Sets what was picked on a training micrograph against its labels.</summary>
internal static class JudgedMicrograph
{
    /// <summary>Labels, picks, and the unknown places as ignored ones, in pixels of the original micrograph.</summary>
    /// <param name="micrograph">The labelled micrograph.</param>
    /// <param name="picks">What was picked on it, original pixels.</param>
    public static LabelledMicrograph Of(TrainingMicrograph micrograph, IReadOnlyList<Particle> picks) => new(
        micrograph.Image.Name,
        micrograph.Image.OriginalWidth,
        micrograph.Image.OriginalHeight,
        Original(micrograph.Particles, micrograph),
        picks,
        Original(micrograph.Unknown, micrograph));

    private static IReadOnlyList<Particle> Original(
        IReadOnlyList<BinnedPosition> places, TrainingMicrograph micrograph) =>
        [.. places.Select(p => CoordinateFrame.ToMicrograph(p, micrograph.Image.Binning, figureOfMerit: 0))];
}
