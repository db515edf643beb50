using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Trains for a caller of Topaz: the training is <see cref="TrainingRun"/>'s, the files are those it expects.
/// </summary>
public static class TopazTrainingJob
{
    /// <summary>RELION's name for the labels it has binned; its radius is an eighth of the diameter.</summary>
    private const string RelionTargets = "target_list_train.txt";

    private const double RelionDiameter = 8;

    // Of the particles that are expected. Where more are labelled, the others are too few to matter.
    private const double NearlyAll = 2.0 / 3;

    private const double LargestPrior = 0.4;

    /// <summary>Trains and writes.</summary>
    /// <param name="training">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What the training gave.</returns>
    /// <exception cref="InvalidFileException">An input cannot be used, or the size of the particle is not known.
    /// </exception>
    /// <exception cref="TrainingDataException">There are too few labels.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; the models of the epochs until then are there.
    /// </exception>
    public static TrainingReport Run(TopazTraining training, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        context ??= JobContext.Silent;
        var curve = new TopazCurve(training.Curve);
        curve.Write();
        if (training.SavePrefix is { } prefix)
        {
            OutputFile.RequireOrFolder([TopazModels.PathOf(prefix, 1, training.Epochs)]);
            OutputFolder.Make(Path.GetDirectoryName(Path.GetFullPath(prefix))!);
        }

        (IReadOnlyList<TrainingItem> items, IReadOnlyList<Notice> notices) = Load(training);
        foreach (Notice notice in notices)
        {
            context.Tell?.Invoke(notice);
        }

        using IComputeBackend backend = training.Device.Open(training.Threads, context.Tell);
        double diameter = Diameter(backend, training, items, context);
        TrainingRunSettings settings = Settings(training, diameter, items);
        var models = new TopazModels(training.SavePrefix, training.Epochs);
        int epochs = 0;
        EpochEnd last = default;
        TrainingReport report = TrainingRun.Run(
            backend, items, settings, TrainingCheckpoint.None(), context.Progress, context.Cancellation, Note);
        Reach(1, report.Model);
        models.Finish(report.Model);
        foreach (Notice warning in report.Warnings.Concat(report.Failures).Where(IsMeant))
        {
            context.Tell?.Invoke(warning);
        }

        if (training.SavePrefix is { } saved)
        {
            RunRecord.Of(context.Arguments, backend.DeviceName, TrainingRecord.Of(settings, report, context.Threads))
                .Write(RunRecord.PathBeside(saved));
        }

        return report;

        // The last of a caller's epochs ends with the training, once its scores are calibrated.
        void Note(TrainingEpoch epoch)
        {
            (epochs, last) = (epochs + 1, epoch.End);
            double share = Math.Min((double)epochs / epoch.Planned, (training.Epochs - 1.0) / training.Epochs);
            foreach (int ended in models.Reach(share, epoch.Model))
            {
                curve.Add(ended, epoch.End);
            }
        }

        void Reach(double share, PickingModel model)
        {
            foreach (int ended in models.Reach(share, () => model))
            {
                curve.Add(ended, last);
            }
        }
    }

    // Callers bin images and leave the header as it was: what it says of the pixel is known to be wrong.
    private static bool IsMeant(Notice notice) => notice.Code != NoticeCode.PixelSizeDoubtful;

    private static TrainingInput Load(TopazTraining training)
    {
        TrainingInput learnt = Load(training.Images, training.Targets, training.ImageExtension);
        if (training is { TestImages: { } images, TestTargets: { } targets })
        {
            TrainingInput test = Load(images, targets, training.ImageExtension);
            return new TrainingInput(
                [.. learnt.Items, .. test.Items.Select(item => item with { IsHeldOut = true })],
                [.. learnt.Notices.Concat(test.Notices).Distinct()]);
        }

        return training.Folds < 2 ? learnt : learnt with { Items = Folded(training, learnt.Items) };
    }

    private static TrainingInput Load(string images, string targets, string? extension) =>
        new TrainingFiles(TopazImages.Find(images, extension), targets) { PixelSizeAngstrom = 1 }.Load();

    private static IReadOnlyList<TrainingItem> Folded(TopazTraining training, IReadOnlyList<TrainingItem> items)
    {
        int[] order = [.. Enumerable.Range(0, items.Count)];
        new RandomSource(training.FoldSeed).Shuffle(order.AsSpan());
        HashSet<int> heldOut = [.. order.Where((_, place) => place % training.Folds == training.Fold)];
        return [.. items.Select((item, i) => item with { IsHeldOut = heldOut.Contains(i) })];
    }

    private static double Diameter(
        IComputeBackend backend, TopazTraining training, IReadOnlyList<TrainingItem> items, JobContext context)
    {
        bool isRelion = Path.GetFileName(training.Targets) == RelionTargets;
        double? said = training.Diameter ?? (isRelion ? RelionDiameter * training.Radius : null);
        return said ?? TopazSize.Measure(
            backend, [.. items.Where(item => item.Particles.Count > 0).Select(item => item.Path)], context);
    }

    private static TrainingRunSettings Settings(
        TopazTraining training, double diameter, IReadOnlyList<TrainingItem> items)
    {
        int labels = items.Sum(item => item.Particles.Count);
        int labelled = items.Count(item => item.Particles.Count > 0);
        bool isIncomplete = training.ExpectedParticles is { } expected
            && labels >= FewLabels.Fewer && labels < NearlyAll * expected * labelled;
        return new TrainingRunSettings(
            NetworkPreset.Auto,
            diameter,
            Labels: null,
            Rounds: 1,
            training.Epochs < TopazTraining.UsualEpochs ? training.Epochs : null,
            training.Seed)
        {
            Start = TrainingStart.Named(TrainingStart.GeneralName),
            Objective = training.Prior is not null || isIncomplete
                ? TrainingObjective.PositiveUnlabelled
                : TrainingObjective.Complete,
            Prior = training.Prior is { } prior ? Math.Min(prior, LargestPrior) : null,
            Strict = false,
        };
    }
}
