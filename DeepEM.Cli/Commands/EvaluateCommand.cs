using DeepEM.Engine.Foundation;
using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem evaluate</c>: holds picks against labels.</summary>
internal sealed class EvaluateCommand
{
    private readonly Option<string> _truth =
        PathOption.Required("--truth", "PATH", $"Labelled particles: {CommonOptions.PicksHelp}");

    private readonly Option<string> _picks = PathOption.Required(
        "--picks",
        "PATH",
        $"Picks: {CommonOptions.PicksHelp}. With STEM_all.star beside STEM_autopick.star, precision and recall judge "
        + "the latter, average precision the former");

    private readonly Option<string?> _ignore = PathOption.Optional(
        "--ignore", "PATH", $"Places where a pick counts neither as right nor as wrong: {CommonOptions.PicksHelp}");

    private readonly Option<string[]> _micrographs = CommonOptions.MicrographsForSizes(
        "Without it STEM.mrc, STEM.tif, ... are looked for beside the labels and in the folder above");

    private readonly ReadingOptions _reading = new();

    private readonly Option<double> _diameter = CommonOptions.Diameter();

    private readonly Option<double> _pixelSize = CommonOptions.RequiredPixelSize();

    private readonly Option<double> _radius = NumberOption.Real(
        "--radius",
        "F",
        "A pick matches a label nearer than this fraction of the diameter; 0.5 is reported beside it",
        RealRange.PositiveUpTo(2),
        EvaluationSettings.UsualRadiusFraction);

    private readonly Option<double> _border = NumberOption.Real(
        "--border",
        "PX",
        "Leave out labels and picks nearer to the edge than this, pixels",
        RealRange.FromTo(0, 1_000_000),
        0);

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<string?> _json = PathOption.Optional("--json", "FILE", "Write all figures as JSON, too");

    private readonly Option<string?> _pictures = PathOption.Optional(
        "--pictures", "DIR", "Draw each micrograph with what was found, missed and wrong, and what was masked where "
        + "--mask or the picks' masks/ say so");

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<string?> _curve = PathOption.Optional(
        "--curve",
        "FILE.png",
        "Draw precision over recall and, beside it, how many picks every threshold keeps, how many of them match and "
        + "how many particles their scores promise; FILE.csv has the numbers. The threshold in use is marked where "
        + "settings.json beside the picks tells it");

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        EvaluateCommand options = new();
        Command command = new("evaluate", "Compares picks with labels: precision, recall, F1, AP.")
        {
            options._truth,
            options._picks,
            options._diameter,
            options._pixelSize,
            options._ignore,
            options._micrographs,
            options._reading.Slice,
            options._reading.Rows,
            options._radius,
            options._border,
            options._seed,
            options._json,
            options._pictures,
            options._mask,
            options._maskKeeps,
            options._curve,
        };
        command.SetRun((result, _) => options.Run(result));
        return command;
    }

    private ExitCode Run(ParseResult result)
    {
        RunLog log = LogOption.Of(result);
        string truth = result.GetRequiredValue(_truth);
        string picks = result.GetRequiredValue(_picks);
        string? ignored = result.GetValue(_ignore);
        string? json = result.GetValue(_json);
        string[] inputs = [truth, picks, .. ignored is null ? [] : new[] { ignored }];
        if (json is not null)
        {
            OutputFile.Require("--json", json, inputs);
        }

        if (result.GetValue(_curve) is { } curve)
        {
            RequireCurve(curve, inputs);
        }

        EvaluationSettings settings = new(result.GetRequiredValue(_diameter), result.GetRequiredValue(_pixelSize))
        {
            RadiusFraction = result.GetRequiredValue(_radius),
            BorderPixels = result.GetRequiredValue(_border),
            Seed = result.GetRequiredValue(_seed),
        };
        IReadOnlyList<MicrographSource> images =
            MicrographList.Expand(result.GetValue(_micrographs) ?? [], Console.In);
        EvaluationInput input = EvaluationInput.Read(truth, picks, ignored, images, _reading.Of(result));
        if (settings.BorderPixels > 0 && input.WithoutSize.Count > 0)
        {
            throw new UsageException(
                $"--border needs the size of {input.WithoutSize[0]}; name the micrographs with --micrographs");
        }

        EvaluationReport report = Evaluator.Evaluate(input.Micrographs, settings, input.Candidates);
        if (json is not null)
        {
            AtomicFile.Write(json, stream => Evaluator.WriteJson(report, stream));
        }

        Draw(result, input, settings);
        WriteSources(input, report, result.InvocationConfiguration.Output);
        EvaluationText.Write(report, result.InvocationConfiguration.Output);
        WriteWarnings(input, report, log);
        return ExitCode.Success;
    }

    // Its folder need not be there yet; then nothing in it can be an input.
    private void RequireCurve(string curve, string[] inputs)
    {
        string table = EvaluationPictures.CurveTablePath(curve);
        if (table == curve)
        {
            throw new UsageException($"{_curve.Name} is {curve}, expected the name of a picture: {table} is its table");
        }

        foreach (string path in Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(curve)))
            ? (string[])[curve, table]
            : [])
        {
            OutputFile.Require(_curve.Name, path, inputs);
        }
    }

    private void Draw(ParseResult result, EvaluationInput input, EvaluationSettings settings)
    {
        if (result.GetValue(_pictures) is { } folder)
        {
            MaskFolder? masks = result.GetValue(_mask) is { } given
                ? new MaskFolder(given, result.GetValue(_maskKeeps))
                : MaskFolder.Beside(result.GetRequiredValue(_picks));
            EvaluationPictures.DrawMicrographs(folder, input, settings, masks, _reading.Of(result));
        }

        if (result.GetValue(_curve) is { } curve)
        {
            double? threshold = RunRecord.ThresholdBeside(result.GetRequiredValue(_picks));
            EvaluationPictures.DrawCurve(curve, input, settings, threshold, title: string.Empty);
        }
    }

    private static void WriteSources(EvaluationInput input, EvaluationReport report, TextWriter output)
    {
        output.WriteLine($"{report.Labels} labels on {report.Micrographs} micrographs");
        output.WriteLine($"precision, recall, F1, F2 of {report.Picks} picks: {Sources(input.PickSources)}");
        output.WriteLine($"AP, best F1 of {report.ScoredPicks} scored picks: {Sources(input.CandidateSources)}");
        output.WriteLine();
    }

    private static string Sources(IReadOnlyList<string> files) => files.Count switch
    {
        0 => "no file",
        1 => files[0],
        _ => $"{files[0]} and {files.Count - 1} more",
    };

    private static void WriteWarnings(EvaluationInput input, EvaluationReport report, RunLog log)
    {
        IEnumerable<Notice> missing = input.WithoutPicks.Count == 0
            ? []
            : [Notice.Warning(
                string.Empty,
                NoticeCode.NoPicks,
                $"no picks for {input.WithoutPicks.Count} of {report.Micrographs} micrographs, "
                + $"{input.WithoutPicks[0]} for example; their labels count as missed")];
        IEnumerable<Notice> unknown = input.WithoutSize.Count == 0
            ? []
            : [Notice.Warning(
                string.Empty,
                NoticeCode.SizeUnknown,
                $"size unknown of {input.WithoutSize.Count} of {report.Micrographs} micrographs, "
                + $"{input.WithoutSize[0]} for example: no random floor and no test for mirrored picks")];
        log.Write(input.Warnings.Concat(missing).Concat(unknown).Concat(report.Warnings));
    }
}
