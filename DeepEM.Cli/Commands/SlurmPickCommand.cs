using System.CommandLine;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Cluster;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem slurm pick</c>: a picking as an array of tasks, each with a shard, and a merge.</summary>
internal sealed class SlurmPickCommand
{
    private readonly PickCommand _pick = new();

    private readonly SlurmOptions _slurm = new();

    private readonly Command _command;

    private SlurmPickCommand()
    {
        _command = _pick.Command();
        _command.Description = "Shares a picking among the tasks of an array, and merges them.";
        _command.WithDetails("Takes all that deepem pick takes. Written are list.txt, pick.sh and merge.sh in "
            + "DIR/slurm, where the logs of the tasks go, too. The same command again submits what is not finished "
            + "and neither waits nor runs. --threads N asks for N processors a task [default: 4].");
        _command.Options.Remove(_pick.Shard);
        _command.Add([_slurm.Tasks, _slurm.Gpus, _slurm.Sbatch, _slurm.DryRun]);
        _command.SetRun(Run);
    }

    /// <summary>The command, ready to be added to another.</summary>
    public static Command Create() => new SlurmPickCommand()._command;

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        _pick.Check(result);
        string folder = result.GetRequiredValue(_pick.Out);
        string scripts = Path.Combine(folder, "slurm");
        string list = Path.Combine(scripts, "list.txt");
        OutputFile.RequireFolder(folder);
        OutputFolder.Make(scripts);
        List<Notice> notices = [];
        using var input = StandardInput.Of(token);
        FrozenList.Write(list, result.GetRequiredValue(_pick.Micrographs), input, notices);
        LogOption.Of(result).Write(notices);

        IReadOnlyList<MicrographSource> micrographs = NamedMicrographs.Of(result, [$"@{list}"], TextReader.Null);
        PickingJob job = _pick.Job(result, micrographs);
        int tasks = result.GetRequiredValue(_slurm.Tasks);
        SlurmArray array = new(scripts, tasks);
        SlurmReport report = array.Submit(
            new SlurmScript(scripts, result.GetValue(_slurm.Sbatch)),
            result.GetResult(_pick.Threads) is { Implicit: false } ? job.Threads : SlurmScript.UsualThreads,
            _slurm.GpuOption(result),
            [.. Pick(result, list, tasks)],
            [.. Program("merge"), ShellWord.Of(folder)],
            UnfinishedShards.Of(job, tasks),
            result.GetValue(_slurm.DryRun));
        SlurmText.Write(result.InvocationConfiguration.Output, array, micrographs.Count, report);
        return ExitCode.Success;
    }

    private static IEnumerable<string> Program(string command) =>
        ThisProgram.Words.Append(command).Select(ShellWord.Of);

    private IEnumerable<string> Pick(ParseResult result, string list, int tasks)
    {
        IEnumerable<Option> passed = _command.Options.Except(
            [_pick.Threads, _slurm.Tasks, _slurm.Gpus, _slurm.Sbatch, _slurm.DryRun]);
        return
        [
            .. Program("pick"), ShellWord.Of($"@{list}"), "--shard", $"\"$SLURM_ARRAY_TASK_ID/{tasks}\"",
            _pick.Threads.Name, SlurmScript.Threads,
            .. PassedOptions.Of(result, passed).Select(ShellWord.Of),
            .. _slurm.DeviceFor(result, _pick.Device, "cuda:all"),
        ];
    }
}
