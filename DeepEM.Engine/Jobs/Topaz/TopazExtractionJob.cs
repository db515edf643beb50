using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Picks the images of a caller of Topaz, and writes the table that it waits for.</summary>
/// <remarks>
/// The picks are those of <see cref="PickingRun"/>: the same survey, the same pickers. What differs is what a caller
/// expects: one table, logits down to its threshold, and no record or folder of outputs.
/// </remarks>
public static class TopazExtractionJob
{
    /// <summary>Picks and writes.</summary>
    /// <param name="extraction">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was picked.</returns>
    /// <exception cref="InvalidFileException">The model cannot be used, the labels cannot be read, or the size of the
    /// particle is not known.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; a table of what was picked until then is there.
    /// </exception>
    public static TopazExtractionReport Run(TopazExtraction extraction, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(extraction);
        context ??= JobContext.Silent;
        if (extraction.Output is { } table)
        {
            // Whatever happens, the caller finds a table.
            TopazTable.WriteEmpty(table);
        }

        TopazDevice device = extraction.Device.For(extraction.Micrographs.Count);
        using IComputeBackend backend = device.Open(extraction.Threads, context.Tell);
        var scale = TopazScale.Of(
            TopazModel.Read(extraction.Model),
            extraction.Diameter,
            extraction.Radius,
            () => TopazSize.Measure(backend, extraction.Micrographs, context));
        context.Tell?.Invoke(scale.Describe());
        List<MicrographPicks> picked = [];
        List<Notice> failures = [];
        try
        {
            Pick(backend, extraction, scale, picked, failures, context);
        }
        finally
        {
            Write(extraction, scale, picked);
        }

        return new TopazExtractionReport(picked, failures)
        {
            Figures = extraction.Targets is { } targets ? Figures(extraction, scale, picked, targets) : null,
        };
    }

    private static void Pick(
        IComputeBackend backend,
        TopazExtraction extraction,
        TopazScale scale,
        List<MicrographPicks> picked,
        List<Notice> failures,
        JobContext context)
    {
        MicrographSource[] sources =
            [.. extraction.Micrographs.Select(path => new MicrographSource(path, path, scale.PixelSizeAngstrom))];
        var settings = new PickingRunSettings(
            string.Empty, Threshold: null, scale.PixelSizeAngstrom, Pictures: 0, Strict: false)
        {
            MinimumDistanceAngstrom = scale.DistanceAngstrom(extraction.Radius),
            Contrast = scale.Model.Contrast,
        };
        SurveyResult survey = new TopazSurvey(extraction, scale).Run(backend, sources, settings, context.Cancellation);
        PickingModel model = scale.Model with { SeenDiameter = survey.SeenDiameter };
        PickingSettings how = PickingSettings.Default with
        {
            MinimumDistance = (settings.MinimumDistanceAngstrom / model.DiameterAngstrom)
                ?? PickingSettings.Default.MinimumDistance,
            IsInverted = survey.IsInverted,
        };
        using var pickers = new PickerStore(backend, model, how);
        using var reader = new BinnedReader(backend);
        foreach (MicrographSource source in sources)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                picked.Add(Scaled(Pick(source, model, pickers, reader, context), source, extraction));
            }
            catch (InvalidFileException failure)
            {
                failures.Add(Notice.Failure(failure));
            }

            context.Progress?.Report(
                new StageProgress("Picking", picked.Count + failures.Count, sources.Length));
        }
    }

    private static IReadOnlyList<Particle> Pick(
        MicrographSource source, PickingModel model, PickerStore pickers, BinnedReader reader, JobContext context)
    {
        double pixelSize = source.PixelSizeAngstrom!.Value;
        using var file = MicrographFile.Open(source.Path, MicrographReading.Default);
        BinnedMicrograph image = reader.Read(file, ModelFit.Of(model, pixelSize, source.Path).Steps.Blocks);
        foreach (Notice odd in image.Warnings)
        {
            context.Tell?.Invoke(odd);
        }

        PickedMicrograph picked = pickers.For(pixelSize, source.Path).Pick(image);
        picked.Mask?.Recycle();
        return picked.Particles;
    }

    private static MicrographPicks Scaled(
        IReadOnlyList<Particle> particles, MicrographSource source, TopazExtraction extraction) => new(
        source.Name,
        source.Path,
        [
            .. particles
                .Select(particle => new Particle(
                    particle.X * extraction.Scale,
                    particle.Y * extraction.Scale,
                    TopazScore.Of(particle.FigureOfMerit)))
                .Where(particle => particle.FigureOfMerit >= extraction.Threshold),
        ]);

    private static void Write(TopazExtraction extraction, TopazScale scale, List<MicrographPicks> picked)
    {
        if (extraction.Output is { } table && picked.Count > 0)
        {
            TopazTable.Write(table, picked);
        }

        if (extraction.PerMicrograph is not { } format)
        {
            return;
        }

        foreach (MicrographPicks picks in picked)
        {
            string path = Beside(picks.Source, format, extraction.Suffix);
            MicrographPicks sized = picks with { BoxSize = Math.Round(scale.Diameter * extraction.Scale) };
            if (format == CoordinateFormat.Topaz)
            {
                TopazTable.Write(path, [sized]);
            }
            else
            {
                AtomicFile.Write(path, stream => CoordinateFileWriter.Write(stream, format, [sized]));
            }
        }
    }

    private static string Beside(string micrograph, CoordinateFormat format, string suffix)
    {
        string extension = format switch
        {
            CoordinateFormat.Box => ".box",
            CoordinateFormat.Eman2 => ".json",
            CoordinateFormat.Relion => ".star",
            CoordinateFormat.Csv => ".csv",
            _ => ".txt",
        };
        return Path.Combine(
            Path.GetDirectoryName(micrograph) ?? string.Empty, TopazTable.NameOf(micrograph) + suffix + extension);
    }

    private static TopazFigures Figures(
        TopazExtraction extraction, TopazScale scale, List<MicrographPicks> picked, string targets) => TopazFigures.Of(
        picked,
        targets,
        EvaluationSettings.UsualRadiusFraction * scale.Diameter * extraction.Scale,
        [.. picked.Select(one => one.Micrograph)]);
}
