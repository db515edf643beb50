using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.General;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem train-general</c>: trains a general model on simulated micrographs.</summary>
internal sealed class TrainGeneralCommand
{
    private readonly Option<string> _out = PathOption.Required("--out", "MODEL", "Model file to write")
        .WithDetails("MODEL.settings.json beside it keeps all settings.");

    private readonly Option<int> _micrographs = NumberOption.Whole(
        "--micrographs", "Simulated micrographs for training", 1, 100_000, 2000)
        .WithDetails("Each shows another simulated particle.");

    private readonly Option<int> _calibration = NumberOption.Whole(
        "--calibration", "Extra simulated micrographs for calibration", 1, 10_000, 200)
        .WithDetails("They show other particles than those for training, and set the stored threshold.");

    private readonly Option<int> _epochs = NumberOption.Whole(
        "--epochs", "Epochs of 24576 windows", 1, 100_000, TrainingSettings.General.Epochs);

    private readonly ComputeOptions _compute = new();

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        TrainGeneralCommand options = new();
        Command command = new("train-general", "Trains a general model on simulated micrographs.")
        {
            options._out,
            options._micrographs,
            options._calibration,
            options._epochs,
            options._compute.Device,
            options._compute.Threads,
            options._seed,
        };
        command.WithDetails("This is how the built-in model was made, which pick --diameter and train start from.");
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        string path = result.GetRequiredValue(_out);
        GeneralJob.Require(path);
        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        var settings = new GeneralTrainingSettings(
            result.GetRequiredValue(_micrographs),
            result.GetRequiredValue(_calibration),
            result.GetRequiredValue(_epochs),
            result.GetRequiredValue(_seed),
            backend.Workers);
        GeneralJobReport report = CommandAction.RunJob(
            result, threads, context => GeneralJob.Run(backend, path, settings, context), token);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {settings.Micrographs} simulated micrographs in {report.Elapsed.TotalSeconds:F0} s "
            + $"({report.Device}): held-out accuracy {report.Curve[^1].HeldOutAccuracy:P1}, stored threshold "
            + $"{report.Model.Threshold:F3}"));
        output.WriteLine($"Wrote {string.Join(", ", report.Files)}");
        return ExitCode.Success;
    }
}
