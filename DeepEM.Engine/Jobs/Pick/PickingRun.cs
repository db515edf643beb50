using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Picks many micrographs with one model and writes what RELION takes.</summary>
/// <remarks>
/// For each micrograph NAME: <c>NAME_autopick.star</c> with the picks, <c>NAME_all.star</c> with everything down to the
/// floor. At the end, however it comes, <c>autopick.star</c>, which lists those that are finished, <c>picks.csv</c>
/// with a line for each, where scores are probabilities <c>thresholds.csv</c>, what to expect of each threshold on
/// them, and pictures of a few (<see cref="PickingPictures"/>).
/// One bad micrograph does not stop the rest. Micrographs that an earlier run has finished with the same inputs and
/// settings are not picked again. The next micrograph is read while one is picked and the one before written
/// (<see cref="MicrographQueue"/>, <see cref="PickingFinisher"/>). In memory are the micrographs under way, and of the
/// others no more than their names.
/// </remarks>
public static class PickingRun
{
    /// <summary>Picks micrographs that are all known on one device.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the run early, as below.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="InvalidFileException">A micrograph failed and the settings are strict.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    /// <exception cref="DeviceFailedException">The device has failed.</exception>
    public static PickingReport Run(
        IComputeBackend backend,
        PickingModel model,
        IReadOnlyList<MicrographSource> sources,
        PickingRunSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return Run(
            [new DeviceWorker(backend.DeviceName, backend)],
            model,
            MicrographSequence.Of(sources),
            settings,
            new JobContext { Progress = progress, Cancellation = cancellation });
    }

    /// <summary>Picks on one device or several of one kind, which gives the same bytes.</summary>
    /// <param name="workers">Who picks; each takes the next micrograph when it has finished one.</param>
    /// <param name="model">The model.</param>
    /// <param name="micrographs">The micrographs; read once, beside the picking.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="context">Told after every micrograph, with a total of 0 where it is not known; its end is that of
    /// the micrographs under way: those that are picked and those that wait to be written. What is written stays, and
    /// the report says how many are left.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="InvalidFileException">A micrograph failed and the settings are strict.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    /// <exception cref="DeviceFailedException">Every device has failed.</exception>
    public static PickingReport Run(
        IReadOnlyList<DeviceWorker> workers,
        PickingModel model,
        MicrographSequence micrographs,
        PickingRunSettings settings,
        JobContext context) => Run(workers, model, micrographs, settings, context, observer: null);

    /// <summary>Picks, and tells an observer of every micrograph; it has locked the folder once it is prepared.
    /// </summary>
    internal static PickingReport Run(
        IReadOnlyList<DeviceWorker> workers,
        PickingModel model,
        MicrographSequence micrographs,
        PickingRunSettings settings,
        JobContext context,
        IPickingObserver? observer)
    {
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentOutOfRangeException.ThrowIfZero(workers.Count, nameof(workers));
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        CancellationToken cancellation = context.Cancellation;
        long start = Stopwatch.GetTimestamp();
        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        List<Notice> warnings = [];
        Notice[] early = [];
        if (micrographs.Known is { } known && masks?.Missing(known) is { } missing)
        {
            warnings.Add(missing);
        }

        double threshold = settings.Threshold ?? model.Threshold;
        var outputs = new PickingOutputs(settings.OutputFolder);
        observer?.Prepare();
        using OutputLock? running = observer is null ? PickingLock.Share(settings.OutputFolder) : null;
        PickingModel overridden = AsAsked(model, settings);
        UInt128 asIs = PickingFingerprint.DigestOfRun(model, settings);
        SurveyResult survey = new PickingSurvey(overridden, settings, asIs).Run(workers, micrographs, cancellation);
        if (!cancellation.IsCancellationRequested)
        {
            IReadOnlyList<MicrographSource> first = micrographs.First(1, cancellation);
            var setup = new PickingSetup(overridden, settings, survey, first.Count > 0 ? first[0] : null);
            context.Tell?.Invoke(setup.Describe(workers));
            early = [.. setup.Smallness(), .. setup.Diameter(), .. PickingSetup.Contrast(survey)];
            foreach (Notice warning in early)
            {
                context.Tell?.Invoke(warning);
            }

            warnings.AddRange(early);
        }

        PickingModel asked = overridden with { SeenDiameter = survey.SeenDiameter };
        PickingSettings how = HowToPick(model, settings, threshold) with { IsInverted = survey.IsInverted };
        UInt128 run = PickingFingerprint.With(asIs, survey);
        var ledger = new PickingLedgers(settings.OutputFolder, settings.Shard);
        if ((micrographs.Known ?? micrographs.Feed?.Listed) is { } named)
        {
            warnings.AddRange(
                new PickedSources(settings.OutputFolder, ledger).Claim(named, micrographs.Names, settings.Overwrite));
        }

        ShardPlan? plan = settings.Shard is not null && micrographs.Known is { } whole
            ? ShardPlan.Of(run, survey, settings, whole)
            : null;
        var tally = new PickingTally(micrographs.Feed?.Order);
        var intake = new PickingIntake(micrographs, settings, run, ledger, outputs, tally, masks, observer);
        var writer = new PickingWriter(model, threshold, run, ledger, outputs, tally, settings);
        intake.AddFinished();
        observer?.Begin(new PickingState(tally, ledger, writer));
        using var queue = new MicrographQueue(workers, intake, settings, asked, masks);
        using var finisher = new PickingFinisher(writer, queue, settings, Report, observer);
        var picking = new PickingWorkers(workers, queue, finisher);
        bool isComplete = false;
        int told = 0;
        try
        {
            try
            {
                picking.Run(asked, how, cancellation);
            }
            finally
            {
                finisher.Complete();
            }

            queue.Stop();
            isComplete = micrographs.Feed is null && finisher.Done == tally.Pending;
        }
        finally
        {
            // A run that is cut short before it has finished anything leaves the list of an earlier one.
            queue.Stop();
            // Those of a shard's micrographs alone would be taken for the whole.
            if (settings.Shard is null && (isComplete || tally.Finished > 0))
            {
                writer.WriteTables();
            }
        }

        queue.RequireWholeStream();
        if (told < tally.Skipped + finisher.Done)
        {
            // Those at the end that an earlier run has finished.
            Report(finisher.Done);
        }

        warnings.AddRange(queue.PixelSizeDoubt is { } doubt ? [doubt] : []);
        warnings.AddRange(finisher.Warnings);
        warnings.AddRange(picking.Notices);
        warnings.AddRange(PickingRemarks.On(tally, threshold));
        if (settings.Shard is null && (!settings.StopsAtOnce || !cancellation.IsCancellationRequested))
        {
            var finished = new FinishedMicrographs(asked, how, settings, outputs, ledger, masks);
            var pictures = new PickingPictures(finished, asked, settings, outputs, ledger, threshold);
            warnings.AddRange(pictures.Draw(workers[0].Backend, tally));
            if (settings.WritesReport)
            {
                var page = new PickingReportPage(finished, asked, outputs, ledger, threshold);
                warnings.AddRange(
                    page.Write(workers[0], tally, warnings, finisher.Failures, context.Arguments));
            }
        }

        return new PickingReport(tally.Finished, tally.Picks, threshold, finisher.Failures, warnings)
        {
            Survey = survey,
            Early = context.Tell is null ? [] : early,
            Named = tally.Count,
            Skipped = tally.Skipped,
            Left = tally.Pending - finisher.Done,
            Written = settings.Shard is null && (isComplete || tally.Finished > 0) ? outputs.Written(settings) : [],
            Elapsed = Stopwatch.GetElapsedTime(start),
        };

        void Report(int done)
        {
            told = tally.Skipped + done;
            if (tally.Finished > 0)
            {
                plan?.Write(settings.OutputFolder, model);
                plan = null;
            }

            int known = micrographs.Known?.Count ?? 0;
            context.Progress?.Report(new StageProgress("Picking", told, settings.Shard?.CountIn(known) ?? known)
            {
                Figures = [new ProgressFigure("picks", tally.Picks, "N0")],
            });
        }
    }

    /// <summary>The model with what the settings have in place of its own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    internal static PickingModel AsAsked(PickingModel model, PickingRunSettings settings) => model with
    {
        Deviation = settings.Deviation ?? model.Deviation,
        EdgeMarginAngstrom = settings.EdgeMarginAngstrom ?? model.EdgeMarginAngstrom,
    };

    /// <summary>How micrographs are picked.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="threshold">Lowest figure of merit of a pick.</param>
    internal static PickingSettings HowToPick(
        PickingModel model, PickingRunSettings settings, double threshold) =>
        PickingSettings.Default with
        {
            MinimumDistance = (settings.MinimumDistanceAngstrom / model.DiameterAngstrom)
                ?? PickingSettings.Default.MinimumDistance,
            Floor = Math.Min(PickingSettings.Default.Floor, threshold),
            Turns = settings.Turns,
            ScanStep = settings.ScanStep,
            FindsMask = settings.FindsMask,
        };
}
