using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Picks many micrographs with one model and writes what RELION takes.</summary>
/// <remarks>
/// For each micrograph NAME: <c>NAME_autopick.star</c> with the picks, <c>NAME_all.star</c> with everything down to the
/// floor, and for the first few a picture. At the end, however it comes, <c>autopick.star</c>, which lists those that
/// are finished, and, where scores are probabilities, <c>thresholds.csv</c>, what each threshold promises on them. One
/// bad micrograph does not stop the rest. Micrographs that an earlier run has finished with the same inputs and
/// settings are not picked again. The next micrograph is read while one is picked and the one before written
/// (<see cref="MicrographQueue"/>, <see cref="PickingFinisher"/>).
/// </remarks>
public static class PickingRun
{
    /// <summary>Picks on one device.</summary>
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
        CancellationToken cancellation) =>
        Run([new DeviceWorker(NameOf(backend), backend)], model, sources, settings, progress, cancellation);

    /// <summary>Picks on one device or several of one kind, which gives the same bytes.</summary>
    /// <param name="workers">Who picks; each takes the next micrograph when it has finished one.</param>
    /// <param name="model">The model.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the run after the micrographs under way: those that are picked and those that
    /// wait to be written. What is written stays, and the report says how many are left.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="InvalidFileException">A micrograph failed and the settings are strict.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    /// <exception cref="DeviceFailedException">Every device has failed.</exception>
    public static PickingReport Run(
        IReadOnlyList<DeviceWorker> workers,
        PickingModel model,
        IReadOnlyList<MicrographSource> sources,
        PickingRunSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentOutOfRangeException.ThrowIfZero(workers.Count, nameof(workers));
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(settings);
        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        var plan = new PickingPlan(model, sources, settings, masks);
        List<Notice> warnings = masks?.Missing(sources) is { } missing ? [missing] : [];
        double threshold = settings.Threshold ?? model.Threshold;
        (PickingModel asked, PickingSettings how) = (Asked(model, settings), Asked(settings, threshold));
        using var pickers = new PickerFactory(workers[0].Backend, asked, how);
        IReadOnlyList<int> open = plan.Open;
        using var queue = new MicrographQueue(workers, sources, open, settings, pickers, masks);
        using var finisher = new PickingFinisher(plan, queue, settings, threshold, done => progress?.Report(
            new StageProgress("Picking", sources.Count - open.Count + done, sources.Count)
            {
                Figures = [new ProgressFigure("picks", plan.Picks, "N0")],
            }));
        var picking = new PickingWorkers(workers, queue, finisher);
        bool isComplete = false;
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

            isComplete = finisher.Done == open.Count;
        }
        finally
        {
            // A run that is cut short before it has finished anything leaves the list of an earlier one.
            if (isComplete || plan.Finished > 0)
            {
                warnings.AddRange(plan.WriteList());
            }
        }

        warnings.AddRange(finisher.Warnings);
        warnings.AddRange(picking.Notices);
        warnings.AddRange(Inversion(finisher.Inverted, finisher.Done));
        return new PickingReport(plan.Finished, plan.Picks, threshold, finisher.Failures, warnings)
        {
            Skipped = sources.Count - open.Count,
            Left = open.Count - finisher.Done,
        };
    }

    private static string NameOf(IComputeBackend backend) => backend?.DeviceName ?? string.Empty;

    private static PickingModel Asked(PickingModel model, PickingRunSettings settings) => model with
    {
        Deviation = settings.Deviation ?? model.Deviation,
        EdgeMarginAngstrom = settings.EdgeMarginAngstrom ?? model.EdgeMarginAngstrom,
    };

    private static PickingSettings Asked(PickingRunSettings settings, double threshold) => PickingSettings.Default with
    {
        Floor = Math.Min(PickingSettings.Default.Floor, threshold),
        Turns = settings.Turns,
        ScanStep = settings.ScanStep,
        FindsMask = settings.FindsMask,
        Contrast = settings.Contrast,
    };

    private static IEnumerable<Notice> Inversion(List<string> inverted, int picked)
    {
        if (inverted.Count > 0)
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.ContrastInverted,
                $"{inverted.Count} of {picked} micrographs, {inverted[0]} for example, were inverted because their "
                + "contrast is opposite to that of the training");
        }
    }
}
