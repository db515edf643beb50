using System.CommandLine;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Cluster;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem slurm train</c>: a training as one job.</summary>
internal sealed class SlurmTrainCommand
{
    private const string Resume = "--resume";

    private readonly Command _command = TrainCommand.Create();

    private readonly SlurmOptions _slurm = new();

    private SlurmTrainCommand()
    {
        _command.Description = "Runs a training as one job.";
        _command.WithDetails("Takes all that deepem train takes. The script is MODEL.slurm.sh, its log MODEL.slurm.log."
            + " A training with picks is given --resume, so that a job that was ended goes on when it is submitted "
            + "again.");
        _command.Add([_slurm.Gpus, _slurm.Sbatch, _slurm.DryRun]);
        _command.SetRun(Run);
    }

    /// <summary>The command, ready to be added to another.</summary>
    public static Command Create() => new SlurmTrainCommand()._command;

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string model = result.GetRequiredValue(Named<string>("--out"));
        string path = $"{model}.slurm.sh";
        OutputFile.Require(path);
        string[] inputs = result.GetRequiredValue((Argument<string[]>)_command.Arguments[0]);
        if (inputs.Contains("-"))
        {
            throw new UsageException("- names the standard input, which a job does not have, expected @list.txt");
        }

        Option<int> threads = Named<int>("--threads");
        int processors = result.GetResult(threads) is { Implicit: false }
            ? result.GetRequiredValue(threads)
            : SlurmScript.UsualThreads;
        IEnumerable<string> command =
        [
            .. ThisProgram.Words.Append("train").Concat(inputs).Select(ShellWord.Of),
            threads.Name, SlurmScript.Threads,
            .. PassedOptions.Of(result, _command.Options.Except(
                [threads, _slurm.Gpus, _slurm.Sbatch, _slurm.DryRun])).Select(ShellWord.Of),
            .. _slurm.DeviceFor(result, Named<string>("--device"), "cuda"),
            .. IsResumed(result) ? (string[])[Resume] : [],
        ];
        var script = new SlurmScript(Path.GetDirectoryName(path)!, result.GetValue(_slurm.Sbatch));
        string text = script.Text(
            "deepem-train", $"{Path.GetFileName(model)}.slurm.log", processors, _slurm.GpuOption(result), command);
        AtomicFile.WriteText(path, writer => writer.Write(text));
        TextWriter output = result.InvocationConfiguration.Output;
        output.WriteLine(result.GetValue(_slurm.DryRun)
            ? $"Not submitted:\n  sbatch {ShellWord.Of(path)}"
            : $"Submitted job {SlurmQueue.Submit(path)}: {path}");
        return ExitCode.Success;
    }

    // Without picks nothing is kept to resume from.
    private bool IsResumed(ParseResult result) =>
        result.GetValue(Named<string?>("--picks")) is not null
        && !result.GetValue(Named<bool>(Resume))
        && !result.GetValue(Named<bool>("--overwrite"));

    private Option<T> Named<T>(string name) =>
        (Option<T>)_command.Options.Single(option => option.Name == name);
}
