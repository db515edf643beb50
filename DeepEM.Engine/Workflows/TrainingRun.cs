using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Models;
using DeepEM.Engine.Networks;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Progress;
using DeepEM.Engine.Randomness;
using DeepEM.Engine.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Workflows;

/// <summary>The whole training: micrographs and picks in, a model with its threshold out.</summary>
/// <remarks>
/// Recursive training as published: after each round the training micrographs are picked with the network just
/// trained; its false positives become negatives, and the next round trains from scratch on the union. The threshold is
/// the one with the best F2 on held-out micrographs.
/// </remarks>
public static class TrainingRun
{
    // A place is the labelled particle when it lies within a quarter of the diameter, the radius picks are judged by.
    private const double MatchRadius = 0.25;

    // F2 weighs recall four times precision: the paper's rule for the threshold.
    private const double Beta = 2;

    /// <summary>Trains.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="items">The micrographs with their picks.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The model and how it was reached.</returns>
    /// <exception cref="InvalidFileException">A file cannot be used.</exception>
    /// <exception cref="TrainingDataException">There are too few picks.</exception>
    public static TrainingReport Run(
        IComputeBackend backend,
        IReadOnlyList<TrainingItem> items,
        TrainingRunSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(settings);
        TrainingSet set = TrainingSet.Load(backend, items, settings, progress, cancellation);
        var random = new RandomSource(settings.Seed);
        var split = HeldOutSplit.Of(set.Micrographs, random, set.Network.InputSide);
        Recipe recipe = settings.Preset == NetworkPreset.Auto
            ? new DefaultRecipe(set, settings)
            : new PublishedRecipe(set, settings);

        List<LearningCurvePoint> curve = [];
        for (int round = 1; ; round++)
        {
            RandomSource roundRandom = random.Fork(round);
            TrainingOutcome outcome = TrainingSession.Run(
                backend,
                set.Network,
                NetworkInitialisation.Draw(set.Network, roundRandom.Fork(1)),
                recipe.TrainingWindows(split.Training, roundRandom.Fork(2)),
                recipe.HeldOutWindows(split.HeldOut, random.Fork(0)),
                recipe.Training,
                round,
                progress,
                cancellation);
            curve.AddRange(outcome.Curve);
            PickingModel model = Describe(set, settings, recipe, outcome.Parameters, split.Training);
            using IMicrographPicker picker = recipe.Picker(backend, model);
            if (round < settings.Rounds)
            {
                split = split with
                {
                    Training = AddFalsePositives(recipe, picker, split.Training, set, progress, cancellation),
                };
                continue;
            }

            return Finish(recipe, picker, model, split, set, curve, progress, cancellation);
        }
    }

    private static TrainingReport Finish(
        Recipe recipe,
        IMicrographPicker picker,
        PickingModel model,
        HeldOutSplit split,
        TrainingSet set,
        List<LearningCurvePoint> curve,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        List<LabelledMicrograph> judged = [];
        foreach (TrainingMicrograph micrograph in split.HeldOut)
        {
            cancellation.ThrowIfCancellationRequested();
            judged.Add(new LabelledMicrograph(
                micrograph.Image.Name,
                micrograph.Image.OriginalWidth,
                micrograph.Image.OriginalHeight,
                [.. micrograph.Particles.Select(p => CoordinateFrame.ToMicrograph(p, set.Binning, figureOfMerit: 0))],
                recipe.Pick(picker, micrograph.Image),
                []));
            progress?.Report(
                new StageProgress("Finding the threshold", judged.Count, split.HeldOut.Count, string.Empty));
        }

        PrecisionRecallCurve precisionRecall =
            PrecisionRecallCurve.From(judged, MatchRadius * set.Diameter * set.Binning);
        (double threshold, double f2) = recipe.Threshold(precisionRecall, Beta);
        return new TrainingReport(
            model with { Threshold = threshold },
            recipe.Training,
            curve,
            set.Micrographs.Count,
            split.HeldOut.Count,
            set.Micrographs.Sum(m => m.Particles.Count),
            split.Training.Sum(m => m.NotParticles.Count),
            precisionRecall.AveragePrecision,
            f2,
            [.. set.Warnings, .. SingleMicrograph(split, set)]);
    }

    private static IEnumerable<string> SingleMicrograph(HeldOutSplit split, TrainingSet set)
    {
        if (set.Micrographs.Count == 1)
        {
            yield return $"{set.Micrographs[0].Image.Name} is the only micrograph with picks: "
                + (ReferenceEquals(split.HeldOut[0], set.Micrographs[0])
                    ? "the threshold is judged on what was trained on"
                    : "its lower part is held out to judge the threshold by");
        }
    }

    private static PickingModel Describe(
        TrainingSet set,
        TrainingRunSettings settings,
        Recipe recipe,
        float[] parameters,
        IReadOnlyList<TrainingMicrograph> training) => new()
        {
            Network = set.Network,
            Parameters = parameters,
            Preset = settings.Preset,
            PixelSizeAngstrom = set.PixelSizeAngstrom,
            DiameterAngstrom = settings.DiameterAngstrom,
            Binning = set.Binning,
            Threshold = 0.5,
            EdgeMarginAngstrom = EdgeMargin.Of(set.Micrographs, set.Diameter) * set.Binning * set.PixelSizeAngstrom,
            Deviation = recipe.Deviation(training),
            Seed = settings.Seed,
        };

    private static List<TrainingMicrograph> AddFalsePositives(
        Recipe recipe,
        IMicrographPicker picker,
        IReadOnlyList<TrainingMicrograph> training,
        TrainingSet set,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        List<TrainingMicrograph> result = [];
        foreach (TrainingMicrograph micrograph in training)
        {
            cancellation.ThrowIfCancellationRequested();
            BinnedPosition[] picked = [.. recipe.Pick(picker, micrograph.Image)
                .Where(p => p.FigureOfMerit > recipe.FalsePositiveFloor)
                .Select(p => CoordinateFrame.ToBinned(p.X, p.Y, set.Binning))];
            result.Add(FalsePositives.Add(micrograph, picked, set.Diameter));
            progress?.Report(new StageProgress("Looking for mistakes", result.Count, training.Count, string.Empty));
        }

        return result;
    }
}
