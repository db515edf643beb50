using DeepEM.Engine.Foundation;
using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Demo;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem demo</c>: the whole job on invented micrographs, with pictures.</summary>
internal sealed class DemoCommand
{
    private readonly Option<string?> _out = PathOption.Optional(
        "--out", "DIR", "Folder to write; files of the same names are replaced [default: deepem-demo]");

    private readonly ComputeOptions _compute = new();

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        DemoCommand options = new();
        Command command = new("demo", "Shows all of it on simulated micrographs: train, pick, evaluate.")
        {
            options._out,
            options._compute.Device,
            options._compute.Threads,
            options._seed,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetValue(_out) ?? "deepem-demo";
        OutputFile.RequireFolder(folder);
        int threads = _compute.ThreadsOf(result);
        DemoSettings settings = DemoSettings.Of(result.GetRequiredValue(_seed), threads);
        using IComputeBackend backend = _compute.Open(result);
        long start = Environment.TickCount64;
        DemoReport report = LogOption.Of(result).Show(progress => DemoRun.Run(backend, folder, settings, progress, token));
        RunRecord.Of(
            CommandAction.ArgumentsOf(result),
            backend.DeviceName,
            new Dictionary<string, object?> { ["Run"] = settings })
            .Write(Path.Combine(folder, RunRecord.FileName));
        double seconds = (Environment.TickCount64 - start) / 1000.0;
        string cost = string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s on {backend.DeviceName}");
        Describe(result.InvocationConfiguration.Output, report, settings, folder, cost);
        return ExitCode.Success;
    }

    private static void Describe(
        TextWriter output, DemoReport report, DemoSettings settings, string folder, string cost)
    {
        RadiusReport headline = report.Evaluation.Headline();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Simulated {settings.TrainingMicrographs} micrographs to learn from and {settings.UnseenMicrographs} to "
            + $"be "
            + $"picked, trained on {report.Training.Particles} particles, in {cost}."));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Of {report.Evaluation.Labels} particles on the unseen micrographs, DeepEM found "
            + $"{headline.Recall:P1}; of its {report.Evaluation.Picks} picks, {headline.Precision:P1} are particles."));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"F1 {headline.F1:F3} (random picks: {headline.RandomF1:F3}), average precision "
            + $"{headline.AveragePrecision:F3}, centres {headline.RmsErrorPixels:F1} px off (RMS)."));
        output.WriteLine($"Picks for RELION:  {Path.Combine(DemoRun.PicksFolder(folder), "autopick.star")}");
        output.WriteLine($"Model:             {DemoRun.ModelPath(folder)}");
        output.WriteLine($"Learning curve:    {TrainingOutputs.CurvePicture(DemoRun.ModelPath(folder))}");
        output.WriteLine($"What was found:    {DemoRun.PicturesFolder(folder)}{Path.DirectorySeparatorChar}*.png");
        output.WriteLine($"Precision, recall: {DemoRun.PrecisionRecallPath(folder)}");
    }
}
