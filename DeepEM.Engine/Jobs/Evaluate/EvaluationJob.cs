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
    /// <param name="asked">How picks are held against labels.</param>
    /// <param name="outputs">What to write; null for nothing.</param>
    /// <param name="context">How the job was called; null for a job that reports to nobody.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="SettingsException">
    /// An output is an input, nobody says diameter or pixel size, or there is a border and the size of a micrograph is
    /// unknown.
    /// </exception>
    /// <exception cref="InvalidFileException">Something cannot be read, or there is nothing to compare.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static EvaluationJobReport Run(
        EvaluationFiles files,
        EvaluationRunSettings asked,
        EvaluationOutputs? outputs = null,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(asked);
        outputs ??= new EvaluationOutputs();
        outputs.Require(files.All);
        double? told = asked.PixelSizeAngstrom ?? EvaluationScale.RecordedPixelSize(files.Picks);
        EvaluationInput input =
            EvaluationInput.Read(files.Truth, files.Picks, files.Ignored, files.Micrographs, files.Reading, told);
        List<Notice> notices = [];
        EvaluationSettings settings = EvaluationScale.Resolve(files, asked, input, notices);
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

        notices.AddRange(
            [.. input.Warnings, .. Missing(input), .. NotDrawn(outputs, input), .. report.Warnings, .. undrawn]);
        return new EvaluationJobReport(report, input, notices);
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

    private static IEnumerable<Notice> NotDrawn(EvaluationOutputs outputs, EvaluationInput input)
    {
        string[] unseen = [.. input.Micrographs.Where((_, i) => input.Images[i] is null).Select(m => m.Name)];
        if (outputs.Pictures is { } folder && unseen.Length > 0)
        {
            yield return Notice.Warning(
                folder,
                NoticeCode.PicturesMissing,
                $"no pictures of {unseen.Length} of {input.Micrographs.Count} micrographs, {unseen[0]} for example: "
                + "their files are not known");
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
