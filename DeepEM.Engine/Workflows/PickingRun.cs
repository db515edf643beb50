using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Models;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Progress;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Workflows;

/// <summary>Picks many micrographs with one model and writes what RELION takes.</summary>
/// <remarks>
/// For each micrograph NAME: <c>NAME_autopick.star</c> with the picks, <c>NAME_all.star</c> with everything down to the
/// floor, and for the first few a picture. At the end, however it comes, <c>autopick.star</c>, which lists those that
/// are finished, and, where scores are probabilities, <c>thresholds.csv</c>, what each threshold promises on them. One
/// bad micrograph does not stop the rest. Micrographs that an earlier run has finished with the same inputs and
/// settings are not picked again. The next micrograph is read while one is picked.
/// </remarks>
public static class PickingRun
{
    /// <summary>Picks.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the run after the micrograph under way; what is written stays, and the report
    /// says how many are left.</param>
    /// <returns>What was picked and what failed.</returns>
    /// <exception cref="InvalidFileException">A micrograph failed and the settings are strict.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    public static PickingReport Run(
        IComputeBackend backend,
        PickingModel model,
        IReadOnlyList<MicrographSource> sources,
        PickingRunSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(settings);
        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        var plan = new PickingPlan(model, sources, settings, masks);
        List<string> warnings = masks?.Missing(sources) is { } missing ? [missing] : [];
        double threshold = settings.Threshold ?? model.Threshold;
        using var pickers = new PickerFactory(backend, Asked(model, settings), Asked(settings, threshold));
        IReadOnlyList<int> open = plan.Open;
        List<string> failures = [];
        List<string> inverted = [];
        int done = 0;
        bool isComplete = false;
        Task<Micrograph>? next = null;
        try
        {
            for (; done < open.Count && !cancellation.IsCancellationRequested; done++)
            {
                int i = open[done];
                Task<Micrograph> reading = next ?? Read(sources[i], settings.Reading);
                next = done + 1 < open.Count ? Read(sources[open[done + 1]], settings.Reading) : null;
                try
                {
                    Pick(i, reading);
                }
                catch (InvalidFileException failure) when (!settings.Strict)
                {
                    failures.Add(failure.Message);
                }

                progress?.Report(new StageProgress(
                    "Picking", sources.Count - open.Count + done + 1, sources.Count, $"{plan.Picks} picks"));
            }

            isComplete = done == open.Count;
        }
        finally
        {
            // A run that is cut short before it has finished anything leaves the list of an earlier one.
            if (isComplete || plan.Finished > 0)
            {
                warnings.AddRange(plan.WriteList());
            }
        }

        warnings.AddRange(Inversion(inverted, done));
        return new PickingReport(plan.Finished, plan.Picks, threshold, failures, warnings)
        {
            Skipped = sources.Count - open.Count,
            Left = open.Count - done,
        };

        void Pick(int i, Task<Micrograph> reading)
        {
            plan.Begin(i);
            Micrograph micrograph = reading.GetAwaiter().GetResult();
            warnings.AddRange(micrograph.Warnings.Select(w => $"{micrograph.Path}: {w}"));
            double pixelSize = settings.PixelSizeAngstrom ?? sources[i].PixelSizeAngstrom
                ?? micrograph.PixelSizeAngstrom
                ?? throw new InvalidFileException(
                    micrograph.Path, "the pixel size is not known: give --pixel-size");
            PickedMicrograph picked = pickers.For(pixelSize, micrograph.Path)
                .Pick(micrograph, masks?.Read(sources[i].Stem, micrograph.Height, micrograph.Width));
            inverted.AddRange(picked.IsInverted ? [micrograph.Path] : []);
            plan.Finish(i, micrograph, pixelSize, picked, threshold);
        }
    }

    private static PickingModel Asked(PickingModel model, PickingRunSettings settings) => model with
    {
        Deviation = settings.Deviation ?? model.Deviation,
        EdgeMarginAngstrom = settings.EdgeMarginAngstrom ?? model.EdgeMarginAngstrom,
    };

    private static PickingSettings Asked(PickingRunSettings settings, double threshold) => PickingSettings.Default with
    {
        Floor = Math.Min(PickingSettings.Default.Floor, threshold),
        ScanStep = settings.ScanStep,
        FindsMask = settings.FindsMask,
        Contrast = settings.Contrast,
    };

    private static IEnumerable<string> Inversion(List<string> inverted, int picked)
    {
        if (inverted.Count > 0)
        {
            yield return $"{inverted.Count} of {picked} micrographs, {inverted[0]} for example, were inverted because "
                + "their contrast is opposite to that of the training (--contrast overrules what was found)";
        }
    }

    private static Task<Micrograph> Read(MicrographSource source, MicrographReading reading) =>
        Task.Run(() => MicrographReader.Read(source.Path, reading));
}
