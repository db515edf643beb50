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
        var outputs = new PickingOutputs(settings.OutputFolder);
        double threshold = settings.Threshold ?? model.Threshold;
        PickingSettings usual = PickingSettings.Default;
        using var pickers = new PickerFactory(
            backend,
            model with { Deviation = settings.Deviation ?? model.Deviation },
            usual with { Floor = Math.Min(usual.Floor, threshold), ScanStep = settings.ScanStep });
        List<AutopickEntry> entries = [];
        List<string> failures = [];
        List<string> warnings = [];
        int picks = 0;
        Task<Micrograph>? next = null;
        for (int i = 0; i < sources.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Task<Micrograph> reading = next ?? Read(sources[i], settings.Reading);
            next = i + 1 < sources.Count ? Read(sources[i + 1], settings.Reading) : null;
            try
            {
                Micrograph micrograph = reading.GetAwaiter().GetResult();
                warnings.AddRange(micrograph.Warnings.Select(w => $"{micrograph.Path}: {w}"));
                double pixelSize = settings.PixelSizeAngstrom ?? sources[i].PixelSizeAngstrom
                    ?? micrograph.PixelSizeAngstrom
                    ?? throw new InvalidFileException(
                        micrograph.Path, "the pixel size is not known: give --pixel-size");
                IReadOnlyList<Particle> all = pickers.For(pixelSize, micrograph.Path).Pick(micrograph);
                Particle[] accepted = [.. all.Where(p => p.FigureOfMerit >= threshold)];
                string star = outputs.WriteStar(names[i], all, accepted);
                if (settings.WritesBoxes)
                {
                    outputs.WriteBoxes(
                        names[i], accepted, (int)Math.Round(model.BoxSize * model.PixelSizeAngstrom / pixelSize));
                }

                if (i < settings.Pictures)
                {
                    outputs.Draw(names[i], micrograph, accepted, pixelSize, model.DiameterAngstrom);
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
        return new PickingReport(entries.Count, picks, threshold, failures, warnings);
    }

    private static Task<Micrograph> Read(MicrographSource source, MicrographReading reading) =>
        Task.Run(() => MicrographReader.Read(source.Path, reading));
}
