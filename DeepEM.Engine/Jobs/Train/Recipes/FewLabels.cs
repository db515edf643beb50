using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>What is done where a person has picked so few particles that none can be spared to judge by.</summary>
/// <remarks>
/// All labels are learnt from. Who picks a handful has left particles out, and these are drawn as background: hence a
/// last round in which candidates that score as the labelled particles do are background no longer. What merely
/// resembles a particle has been learnt to be none by then; what cannot be told from one still scores high.
/// </remarks>
internal static class FewLabels
{
    /// <summary>A fifth of this, the share held out otherwise, is what a threshold needs to be judged by.</summary>
    public const int Fewer = 250;

    /// <summary>
    /// Largest factor of the background that is added to windows (<see cref="SamplingSettings.AddedBackground"/>).
    /// </summary>
    public const double AddedBackground = 0.9;

    private const double Likely = 0.5;

    // What merely resembles the labelled particles scores less than most of them do.
    private const double Quantile = 0.25;

    // Where nothing resembles the particles, so many of the picks are right: the others are of two that overlap, or lie
    // too far off. A handful of labels cannot show that, since the candidates that are surely right form the crowd.
    private const double Ceiling = 0.96;

    /// <summary>Whether labels are few, and neither an objective nor an option asks for other ways.</summary>
    public static bool Applies(TrainingSet set, TrainingRunSettings settings) =>
        PickingMethod.Of(settings.Preset).HeedsMissingLabels
        && set.Prior is null
        && settings.Patience is null
        && set.Micrographs.Sum(m => m.Particles.Count) < Fewer;

    /// <summary>
    /// Adds the candidates that are particles as far as their scores can tell to the unknown places: those of the upper
    /// crowd that score no less than the lowest quarter of the labelled ones.
    /// </summary>
    /// <param name="micrographs">The labelled micrographs.</param>
    /// <param name="candidates">What was picked on each, down to what is certainly none; original pixels.</param>
    /// <param name="radius">Original pixels below which a pick is a labelled particle.</param>
    /// <returns>The micrographs, as they are where the labels seem to be all there is.</returns>
    public static IReadOnlyList<TrainingMicrograph> Complete(
        IReadOnlyList<TrainingMicrograph> micrographs,
        IReadOnlyList<IReadOnlyList<Particle>> candidates,
        double radius)
    {
        LabelledMicrograph[] judged = [.. micrographs.Zip(candidates, LabelledMicrograph.Of)];
        IReadOnlyList<LabelledCandidate> peaks = ScoredPick.ToCandidates(ScoredPick.Collect(judged, radius));
        (ScoreCalibration calibration, double completeness) = CalibrationFit.FitCrowds(peaks);
        double[] labelled = [.. peaks.Where(p => p.Labelled).Select(p => p.Logit).Order()];
        if (completeness >= 1 || labelled.Length == 0)
        {
            return micrographs;
        }

        double least = Math.Max(calibration.Logit(Likely), labelled[(int)(Quantile * labelled.Length)]);

        return
        [
            .. micrographs.Select((micrograph, i) =>
            {
                int[] labels = GreedyMatcher.Match(judged[i].Truth, candidates[i], radius);
                return micrograph with
                {
                    Ignored =
                    [
                        .. micrograph.Ignored,
                        .. candidates[i]
                            .Where((p, k) => labels[k] < 0 && Logit(p) >= least)
                            .Select(p => CoordinateFrame.ToBinned(p.X, p.Y, micrograph.Image.Binning)),
                    ],
                };
            }),
        ];
    }

    /// <summary>What the crowds of candidates say, up to a ceiling that a handful of labels cannot show.</summary>
    /// <param name="peaks">Candidates of the labelled micrographs.</param>
    /// <returns>As <see cref="CalibrationFit.FitCrowds"/>.</returns>
    public static (ScoreCalibration Calibration, double Completeness) Calibrate(IReadOnlyList<LabelledCandidate> peaks)
    {
        (ScoreCalibration calibration, double completeness) = CalibrationFit.FitCrowds(peaks);
        return (calibration with { Ceiling = Ceiling }, completeness);
    }

    private static double Logit(Particle candidate) => ScoreCalibration.Identity.Logit(candidate.FigureOfMerit);
}
