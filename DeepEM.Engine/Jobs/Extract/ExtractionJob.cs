using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>Cuts picked particles out of their micrographs, as RELION's extraction does.</summary>
/// <remarks>
/// Written are a stack for each micrograph with picks, <c>particles.star</c>, which makes the folder an extraction and
/// is written last, and the record of the settings. A bad micrograph does not stop the rest.
/// </remarks>
public static class ExtractionJob
{
    /// <summary>Extracts and writes.</summary>
    /// <param name="micrographs">The micrographs; those of a STAR file with their rows
    /// (<see cref="MicrographSource.Row"/>), from which optics and contrast transfer function are carried over.</param>
    /// <param name="picks">A folder, a list or a file of picks.</param>
    /// <param name="settings">Which boxes and where to.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="SettingsException">Settings do not go together, or an extraction is there and is not to be
    /// replaced.</exception>
    /// <exception cref="InvalidFileException">Picks cannot be read or belong to no micrograph, no particle could be cut
    /// out, or one could not and the run is strict.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static ExtractionReport Run(
        IReadOnlyList<MicrographSource> micrographs,
        string picks,
        ExtractionSettings settings,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        settings.Box.RequireValid();
        string table = Path.Combine(settings.Folder, ExtractedParticles.FileName);
        RequireOutput(table, picks, settings);
        List<Notice> warnings = [];
        List<InvalidFileException> failures = [];
        if (settings.Box.ScaledSide is { } side && side != settings.Box.WrittenSide)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.SettingsConflict,
                $"boxes of {side} pixels would be odd; they are rescaled to {settings.Box.WrittenSide}");
        }

        IReadOnlyList<ExtractionItem> items =
            new ExtractionInput(settings, warnings, failures).Read(micrographs, picks);
        AtomicFile.Delete(table);
        MicrographExtraction extraction = new(settings);
        List<ExtractedMicrograph> done = Extract(items, extraction, settings, context, warnings, failures);
        if (done.Count == 0)
        {
            throw failures.Count > 0 ? failures[0] : new InvalidFileException(
                picks,
                "no pick could be cut out: the boxes of all have damaged pixels",
                code: NoticeCode.DamagedPixels);
        }

        new ExtractedParticles(done, new ExtractedOptics(settings, done)).Write(table, warnings);
        double[] sizes = [.. done.Select(one => one.PixelSizeAngstrom).Distinct()];
        ExtractionReport report = new(
            table,
            [.. done.Select(one => one.Item.Stack)],
            done.Sum(one => one.Particles.Count),
            sizes.Length == 1 ? settings.Box.PixelSizeOf(sizes[0]) : null,
            [.. warnings.Distinct()],
            [.. failures.Select(Notice.Failure)])
        {
            Micrographs = micrographs.Count,
            WithoutPicks = micrographs.Count - items.Count,
            LeftOut = extraction.LeftOut,
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
        RunRecord.Of(context.Arguments, "cpu", Record(picks, settings, report))
            .Write(Path.Combine(settings.Folder, RunRecord.FileName));
        return report;
    }

    private static void RequireOutput(string table, string picks, ExtractionSettings settings)
    {
        OutputCheck.Require(settings.Folder, [picks], settings.Overwrite);
        if (!settings.Overwrite && File.Exists(table))
        {
            throw new SettingsException(table, NoticeCode.OutputExists, "is there already");
        }
    }

    private static List<ExtractedMicrograph> Extract(
        IReadOnlyList<ExtractionItem> items,
        MicrographExtraction extraction,
        ExtractionSettings settings,
        JobContext context,
        List<Notice> warnings,
        List<InvalidFileException> failures)
    {
        List<ExtractedMicrograph> done = [];
        for (int n = 0; n < items.Count; n++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress?.Report(
                new StageProgress("Extracting", n, items.Count) { Subject = items[n].Source.Stem });
            try
            {
                if (extraction.Run(items[n], warnings, failures, context.Cancellation) is { } written)
                {
                    done.Add(written);
                }
            }
            catch (InvalidFileException exception) when (!settings.IsStrict)
            {
                failures.Add(exception);
            }
        }

        context.Progress?.Report(new StageProgress("Extracting", items.Count, items.Count));
        return done;
    }

    private static Dictionary<string, object?> Record(
        string picks, ExtractionSettings settings, ExtractionReport report) => new()
        {
            ["Run"] = settings,
            ["Picks"] = picks,
            ["WrittenSide"] = settings.Box.WrittenSide,
            ["BackgroundRadius"] = settings.Box.Normalises ? settings.Box.Radius : null,
            ["PixelSizeAngstrom"] = report.PixelSizeAngstrom,
            ["Micrographs"] = report.Micrographs,
            ["WithoutPicks"] = report.WithoutPicks,
            ["Stacks"] = report.Stacks.Count,
            ["Particles"] = report.Particles,
            ["LeftOut"] = report.LeftOut,
            ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
        };
}
