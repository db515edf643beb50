using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.General;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem general</c>: trains a general model on simulated micrographs.</summary>
internal sealed class GeneralCommand
{
    private readonly Option<string> _out = PathOption.Required("--out", "MODEL", "Model file to write");

    private readonly Option<int> _micrographs = NumberOption.Whole(
        "--micrographs", "Simulated micrographs to learn from, each of another invented particle", 1, 100_000, 2000);

    private readonly Option<int> _judged = NumberOption.Whole(
        "--judged", "Further ones, of still other particles, to calibrate the scores by", 1, 10_000, 200);

    private readonly Option<int> _epochs = NumberOption.Whole(
        "--epochs", "Epochs of 24576 windows", 1, 100_000, TrainingSettings.General.Epochs);

    private readonly ComputeOptions _compute = new();

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        GeneralCommand options = new();
        Command command = new("general", "Trains a general model on simulated micrographs.")
        {
            options._out,
            options._micrographs,
            options._judged,
            options._epochs,
            options._compute.Device,
            options._compute.Threads,
            options._seed,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        string path = result.GetRequiredValue(_out);
        OutputFile.Require("--out", path, []);
        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        var settings = new GeneralTrainingSettings(
            result.GetRequiredValue(_micrographs),
            result.GetRequiredValue(_judged),
            result.GetRequiredValue(_epochs),
            result.GetRequiredValue(_seed),
            backend.Workers);
        long start = Environment.TickCount64;
        (PickingModel model, IReadOnlyList<LearningCurvePoint> curve) = LogOption.Of(result).Show(progress => GeneralTraining.Run(backend, settings, progress, token));
        AtomicFile.Write(path, stream => ModelFile.Write(stream, model));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {settings.Micrographs} simulated micrographs in "
            + $"{(Environment.TickCount64 - start) / 1000.0:F1} s on {backend.DeviceName}: held-out accuracy "
            + $"{curve[^1].HeldOutAccuracy:P1}, threshold {model.Threshold:F3}"));
        output.WriteLine($"Wrote {path}");
        return ExitCode.Success;
    }
}
