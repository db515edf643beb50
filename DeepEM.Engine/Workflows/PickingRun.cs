using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Models;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Progress;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Workflows;

/// <summary>Picks many micrographs with one model and writes what RELION takes.</summary>
/// <remarks>
/// For each micrograph NAME: <c>NAME_autopick.star</c> with the picks, <c>NAME_all.star</c> with everything down to the
/// floor, and for the first few a picture. At the end <c>autopick.star</c>, which lists them. One bad micrograph does
/// not stop the rest. The next micrograph is read while one is picked.
/// </remarks>
public static class PickingRun
{
    /// <summary>Picks.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the run between two micrographs; what is written stays.</param>
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
        IReadOnlyList<string> names = OutputNames.Assign(sources);
        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        List<string> warnings = masks?.Missing(sources) is { } missing ? [missing] : [];
        var outputs = new PickingOutputs(settings.OutputFolder);
        double threshold = settings.Threshold ?? model.Threshold;
        using var pickers = new PickerFactory(backend, Asked(model, settings), Asked(settings, threshold));
        List<AutopickEntry> entries = [];
        List<string> failures = [];
        List<string> inverted = [];
        int picks = 0;
        Task<Micrograph>? next = null;
        for (int i = 0; i < sources.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Task<Micrograph> reading = next ?? Read(sources[i]);
            next = i + 1 < sources.Count ? Read(sources[i + 1]) : null;
            try
            {
                Micrograph micrograph = reading.GetAwaiter().GetResult();
                warnings.AddRange(micrograph.Warnings.Select(w => $"{micrograph.Path}: {w}"));
                double pixelSize = settings.PixelSizeAngstrom ?? sources[i].PixelSizeAngstrom
                    ?? micrograph.PixelSizeAngstrom
                    ?? throw new InvalidFileException(
                        micrograph.Path, "the pixel size is not known: give --pixel-size");
                PickedMicrograph picked = pickers.For(pixelSize, micrograph.Path)
                    .Pick(micrograph, masks?.Read(sources[i].Stem, micrograph.Height, micrograph.Width));
                inverted.AddRange(picked.IsInverted ? [micrograph.Path] : []);
                IReadOnlyList<Particle> all = picked.Particles;
                Particle[] accepted = [.. all.Where(p => p.FigureOfMerit >= threshold)];
                string star = outputs.WriteStar(names[i], all, accepted);
                if (settings.WritesBoxes)
                {
                    outputs.WriteBoxes(
                        names[i], accepted, (int)Math.Round(model.BoxSize * model.PixelSizeAngstrom / pixelSize));
                }

                if (i < settings.Pictures)
                {
                    outputs.Draw(names[i], micrograph, accepted, pixelSize, model.DiameterAngstrom, picked.Mask);
                }

                if (settings.WritesMasks && picked.Mask is { } mask)
                {
                    outputs.WriteMask(names[i], mask, pixelSize);
                }

                entries.Add(new AutopickEntry(sources[i].Name, star));
                picks += accepted.Length;
            }
            catch (InvalidFileException failure) when (!settings.Strict)
            {
                failures.Add(failure.Message);
            }

            progress?.Report(new StageProgress("Picking", i + 1, sources.Count, $"{picks} picks"));
        }

        outputs.WriteList(entries);
        warnings.AddRange(Inversion(inverted, entries.Count));
        return new PickingReport(entries.Count, picks, threshold, failures, warnings);
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

    private static Task<Micrograph> Read(MicrographSource source) =>
        Task.Run(() => MicrographReader.Read(source.Path));
}
