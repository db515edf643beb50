using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>The whole training: micrographs and picks in, a model with its threshold out.</summary>
/// <remarks>
/// Rounds: <see cref="TrainingRounds"/>. The scores are calibrated and the threshold is set on held-out
/// micrographs. A training that was stopped goes on from its checkpoint and gives the same bytes as one that was not.
/// </remarks>
public static class TrainingRun
{
    // Fewer labels than this leave the threshold to chance.
    private const int LeastLabels = 50;

    /// <summary>Trains.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="items">The micrographs with their picks.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="checkpoint">Where the training is kept, and perhaps gone on from.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends the run, between two steps after saving it.</param>
    /// <param name="epochEnded">Told at the end of every epoch; or null.</param>
    /// <returns>The model and how it was reached.</returns>
    /// <exception cref="InvalidFileException">
    /// A file cannot be used, or the checkpoint is that of another training.
    /// </exception>
    /// <exception cref="TrainingDataException">There are too few picks.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static TrainingReport Run(
        IComputeBackend backend,
        IReadOnlyList<TrainingItem> items,
        TrainingRunSettings settings,
        TrainingCheckpoint checkpoint,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation,
        Action<TrainingEpoch>? epochEnded = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(checkpoint);
        checkpoint.Require(TrainingFingerprint.OfSettings(backend, settings));
        TrainingSet set = TrainingSet.Load(backend, items, settings, progress, cancellation);
        set = set with { Prior = LabelCompleteness.Prior(backend, set, settings) };
        checkpoint.Require(TrainingFingerprint.OfInputs(set));
        var recipe = Recipe.For(set, settings);
        var rounds = new TrainingRounds(set, settings, recipe);
        TrainingState? restored = checkpoint.Restored;
        if (restored is not null)
        {
            rounds.Exchange(restored);
        }

        for (float[]? before = null; ; restored = null)
        {
            TrainingOutcome outcome = Train(rounds.Begin(backend, before), restored);
            before = outcome.Parameters;
            rounds.End(outcome.Curve);
            PickingModel model = set.Describe(settings, outcome.Parameters) with
            {
                Deviation = recipe.Deviation(rounds.Split.Training),
            };
            using IMicrographPicker picker = recipe.Picker(backend, model);
            if (rounds.IsLast)
            {
                TrainingReport report = Finish(recipe, picker, model, rounds, set, progress, cancellation);
                return report with { Warnings = [.. report.Warnings, .. checkpoint.Warnings] };
            }

            rounds.Next(Learn(recipe, picker, rounds, set, progress, cancellation));
        }

        TrainingOutcome Train(TrainingSession begun, TrainingState? from)
        {
            using TrainingSession session = begun;
            session.EpochEnded = epochEnded is null ? null : end => epochEnded(new TrainingEpoch(
                end,
                rounds.PlannedEpochs,
                () => set.Describe(settings, end.Parameters()) with
                {
                    Deviation = recipe.Deviation(rounds.Split.Training),
                }));
            if (from is not null)
            {
                session.Exchange(from);
            }

            return session.Run(() => Pause(session), progress);
        }

        void Pause(TrainingSession session)
        {
            CheckpointMoment moment = session.IsBetweenEpochs ? CheckpointMoment.Epoch : CheckpointMoment.Step;
            checkpoint.Pause(
                session.Steps == 0 || session.IsFinished ? CheckpointMoment.Round : moment,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {rounds.Round}, step {session.Steps} of {session.TotalSteps}"),
                state =>
                {
                    rounds.Exchange(state);
                    session.Exchange(state);
                },
                cancellation);
        }
    }

    private static TrainingReport Finish(
        Recipe recipe,
        IMicrographPicker picker,
        PickingModel model,
        TrainingRounds rounds,
        TrainingSet set,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        HeldOutSplit split = rounds.Split;
        List<LabelledMicrograph> judged = [];
        foreach (TrainingMicrograph micrograph in ToJudge(split))
        {
            cancellation.ThrowIfCancellationRequested();
            judged.Add(LabelledMicrograph.Of(micrograph, picker.Pick(micrograph.Image)));
            progress?.Report(
                new StageProgress("Finding the threshold", judged.Count, ToJudge(split).Count));
        }

        ScoredPick[] picks = ScoredPick.Collect(judged, set.MatchRadius);
        int labels = judged.Sum(m => m.Truth.Count);
        CalibratedScores scores = recipe.Judge(picks, labels);
        var heldOut = PrecisionRecallCurve.From(judged.Take(split.HeldOut.Count).ToList(), set.MatchRadius);
        (Notice? doubt, bool isPromising) =
            TrainingDoubt.Of(split.HoldsOut ? heldOut.AveragePrecision : null, picks, labels, scores);
        return new TrainingReport(
            model with { Threshold = scores.Threshold, Calibration = scores.Calibration },
            recipe.Training,
            rounds.Curve,
            set.Micrographs.Count,
            split.HoldsOut ? split.HeldOut.Count : 0,
            set.Micrographs.Sum(m => m.Particles.Count),
            split.Training.Sum(m => m.Negatives.Count),
            heldOut.AveragePrecision,
            scores.Expected,
            scores.Completeness,
            [
                .. set.Warnings,
                .. SingleMicrograph(split, set),
                .. scores.Warning is { } warning ? new[] { warning } : [],
                .. doubt is not null ? new[] { doubt } : [],
            ])
        {
            Failures = set.Failures,
            IsPromising = isPromising,
            HeldOut = split.HoldsOut ? [.. split.HeldOut.Select(micrograph => micrograph.Image.Name)] : [],
            HeldOutCurve = split.HoldsOut
                ? [.. heldOut.Points.Select(point => (point.Recall, point.Precision))]
                : [],
        };
    }

    // A handful of held-out labels cannot set a threshold: then the micrographs learnt from are judged by as well.
    private static IReadOnlyList<TrainingMicrograph> ToJudge(HeldOutSplit split) =>
        !split.HoldsOut || split.HeldOut.Sum(m => m.Particles.Count) >= LeastLabels
            ? split.HeldOut
            : [.. split.HeldOut, .. split.Training];

    private static IEnumerable<Notice> SingleMicrograph(HeldOutSplit split, TrainingSet set)
    {
        if (set.Micrographs.Count == 1)
        {
            yield return Notice.Warning(
                set.Micrographs[0].Image.Name,
                NoticeCode.FewLabels,
                "it is the only micrograph with picks: " + (split.HoldsOut
                    ? "its lower part is held out to judge the threshold by"
                    : "the threshold is judged on what was trained on"));
        }
    }

    // What a round's own picks on the training micrographs teach the next one.
    private static IReadOnlyList<TrainingMicrograph> Learn(
        Recipe recipe,
        IMicrographPicker picker,
        TrainingRounds rounds,
        TrainingSet set,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        IReadOnlyList<TrainingMicrograph> training = rounds.Split.Training;
        bool completes = rounds.IsBeforeCompleting;
        List<IReadOnlyList<Particle>> candidates = [];
        foreach (TrainingMicrograph micrograph in training)
        {
            cancellation.ThrowIfCancellationRequested();
            candidates.Add(picker.Pick(micrograph.Image));
            progress?.Report(new StageProgress(
                completes ? "Looking for particles without a label" : "Looking for mistakes",
                candidates.Count,
                training.Count));
        }

        return completes
            ? FewLabels.Complete(training, candidates, set.MatchRadius)
            : Mistakes(recipe, training, candidates, set);
    }

    private static IReadOnlyList<TrainingMicrograph> Mistakes(
        Recipe recipe,
        IReadOnlyList<TrainingMicrograph> training,
        IReadOnlyList<IReadOnlyList<Particle>> candidates,
        TrainingSet set)
    {
        List<TrainingMicrograph> result = [];
        List<IReadOnlyList<BinnedPosition>> places = [];
        foreach ((TrainingMicrograph micrograph, IReadOnlyList<Particle> found) in training.Zip(candidates))
        {
            Particle[] picked = [.. found.Where(p => p.FigureOfMerit > recipe.FalsePositiveFloor)];
            places.Add([.. picked.Select(p => CoordinateFrame.ToBinned(p.X, p.Y, set.Binning))]);
            bool[] perhaps = [.. picked.Select(p => p.FigureOfMerit > recipe.PerhapsParticleFrom)];
            result.Add(FalsePositives.Add(micrograph, places[^1], perhaps, set.Diameter));
        }

        return recipe.Recentres ? Recentring.Move(result, places, set.Diameter) : result;
    }
}
