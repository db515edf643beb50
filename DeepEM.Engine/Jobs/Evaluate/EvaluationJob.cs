using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>Measures picks against labelled particles, and writes figures and pictures.</summary>
public static class EvaluationJob
{
    /// <summary>Reads, measures and writes.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="settings">How picks are held against labels.</param>
    /// <param name="outputs">What to write; null for nothing.</param>
    /// <param name="context">How the job was called; null for a job that reports to nobody.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="SettingsException">
    /// An output is an input, or there is a border and the size of a micrograph is unknown.
    /// </exception>
    /// <exception cref="InvalidFileException">Something cannot be read, or there is nothing to compare.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static EvaluationJobReport Run(
        EvaluationFiles files,
        EvaluationSettings settings,
        EvaluationOutputs? outputs = null,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);
        outputs ??= new EvaluationOutputs();
        outputs.Require(files.All);
        EvaluationInput input =
            EvaluationInput.Read(files.Truth, files.Picks, files.Ignored, files.Micrographs, files.Reading);
        if (settings.BorderPixels > 0 && input.WithoutSize.Count > 0)
        {
            throw new SettingsException(
                input.WithoutSize[0], NoticeCode.SizeUnknown, "a border needs the size of this micrograph");
        }

        EvaluationReport report = Evaluator.Evaluate(input.Micrographs, settings, input.Candidates);
        List<Notice> undrawn = Write(outputs, files, input, report);
        if (outputs.Record is { } record)
        {
            RunRecord.Of((context ?? JobContext.Silent).Arguments, "cpu", Record(files, settings, input, report))
                .Write(record);
        }

        return new EvaluationJobReport(
            report, input, [.. input.Warnings, .. Missing(input), .. report.Warnings, .. undrawn]);
    }

    private static List<Notice> Write(
        EvaluationOutputs outputs, EvaluationFiles files, EvaluationInput input, EvaluationReport report)
    {
        List<Notice> undrawn = [];
        if (outputs.Json is { } json)
        {
            AtomicFile.Write(json, stream => Evaluator.WriteJson(report, stream));
        }

        if (outputs.Pictures is { } folder)
        {
            OutputFolder.Make(folder);
            MaskFolder? masks = files.Masks is { } given
                ? new MaskFolder(given, files.MaskMeaning)
                : MaskFolder.Beside(files.Picks);
            undrawn.AddRange(
                EvaluationPictures.DrawMicrographs(folder, input, report.Settings, masks, files.Reading));
        }

        if (outputs.Curve is { } curve)
        {
            double? threshold = RunRecord.ThresholdBeside(files.Picks);
            Notice? failure =
                EvaluationPictures.DrawCurve(curve, input, report.Settings, threshold, title: string.Empty);
            undrawn.AddRange(failure is null ? [] : [failure]);
        }

        return undrawn;
    }

    private static IEnumerable<Notice> Missing(EvaluationInput input)
    {
        if (input.WithoutPicks.Count > 0)
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.NoPicks,
                $"no picks for {input.WithoutPicks.Count} of {input.Micrographs.Count} micrographs, "
                + $"{input.WithoutPicks[0]} for example; their labels count as missed");
        }

        if (input.WithoutSize.Count > 0)
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.SizeUnknown,
                $"size unknown of {input.WithoutSize.Count} of {input.Micrographs.Count} micrographs, "
                + $"{input.WithoutSize[0]} for example: no random picks to compare with, no test for mirrored picks");
        }
    }

    private static Dictionary<string, object?> Record(
        EvaluationFiles files, EvaluationSettings settings, EvaluationInput input, EvaluationReport report) => new()
        {
            ["Run"] = settings,
            ["Truth"] = files.Truth,
            ["Picks"] = files.Picks,
            ["Ignored"] = files.Ignored,
            ["PickSources"] = input.PickSources,
            ["CandidateSources"] = input.CandidateSources,
            ["Reading"] = files.Reading,
            ["Micrographs"] = report.Micrographs,
            ["Labels"] = report.Labels,
        };
}
