using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Evaluate;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem evaluate</c>: measures picks against labels.</summary>
internal sealed class EvaluateCommand
{
    private readonly Option<string> _truth = PathOption.Required("--truth", "PATH", "Labelled particles")
        .WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string> _picks = PathOption.Required("--picks", "PATH", "Picks to measure")
        .WithDetails($"{CommonOptions.PicksDetails} Precision and recall use STEM_autopick.star, average precision "
            + "STEM_all.star, where both are there.");

    private readonly Option<string?> _ignore = PathOption.Optional(
        "--ignore", "PATH", "Places to ignore: picks there count neither as right nor as wrong")
        .WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string[]> _micrographs = CommonOptions.MicrographsForSizes(
        "Without it STEM.mrc, STEM.tif, ... are looked for beside the labels and in the folder above.");

    private readonly ReadingOptions _reading = new();

    private readonly EvaluationOptions _evaluation = new();

    private readonly Option<string?> _json = PathOption.Optional("--json", "FILE", "Write all figures as JSON")
        .WithDetails("FILE.settings.json beside it keeps the settings.");

    private readonly Option<string?> _pictures = PathOption.Optional(
        "--pictures", "DIR", "Draw each micrograph with what was found, missed and wrong")
        .WithDetails("And what was masked, where --mask or the picks' masks/ say so.");

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _maskKeeps = MaskOption.Keeps();

    private readonly Option<string?> _curve = PathOption.Optional(
        "--curve", "FILE.png", "Draw precision over recall, and picks over threshold")
        .WithDetails("For every threshold: how many picks it keeps, how many of them match and how many particles "
            + "their scores lead to expect. FILE.csv has the numbers. The threshold in use is marked where "
            + "settings.json beside the picks tells it.");

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        EvaluateCommand options = new();
        Command command = new("evaluate", "Compares picks with labels: precision, recall, F1, AP.")
        {
            options._truth,
            options._picks,
            options._evaluation.All,
            options._ignore,
            options._micrographs,
            options._reading.Slice,
            options._reading.Rows,
            options._json,
            options._pictures,
            options._mask,
            options._maskKeeps,
            options._curve,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        using var input = StandardInput.Of(token);
        EvaluationFiles files = new(result.GetRequiredValue(_truth), result.GetRequiredValue(_picks))
        {
            Ignored = result.GetValue(_ignore),
            Micrographs = NamedMicrographs.Of(result, result.GetValue(_micrographs) ?? [], input),
            Reading = _reading.Of(result),
            Masks = result.GetValue(_mask),
            MaskMeaning = result.GetValue(_maskKeeps),
        };
        EvaluationOutputs outputs = new()
        {
            Json = result.GetValue(_json),
            Curve = result.GetValue(_curve),
            Pictures = result.GetValue(_pictures),
        };
        EvaluationRunSettings settings = _evaluation.Of(result);
        EvaluationJobReport report = CommandAction.RunJob(
            result, threads: null, context => EvaluationJob.Run(files, settings, outputs, context), token);
        EvaluationText.Write(report, result.InvocationConfiguration.Output);
        LogOption.Of(result).Write(report.Notices);
        return ExitCode.Success;
    }
}
