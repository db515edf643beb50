using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Relion;
using DeepEM.Engine.Jobs.Train;

namespace DeepEM.Cli.Callers;

/// <summary>The programs that RELION's External job starts: <c>deepem-relion-pick</c>, <c>deepem-relion-train</c>.
/// </summary>
internal static class RelionPrograms
{
    /// <summary>The word after which a launcher hands on the arguments of a picking.</summary>
    public const string Pick = "relion-pick";

    /// <summary>The word after which a launcher hands on the arguments of a training.</summary>
    public const string Train = "relion-train";

    /// <summary>Picks.</summary>
    /// <param name="args">RELION's arguments.</param>
    /// <param name="output">Becomes <c>run.out</c>.</param>
    /// <param name="error">Becomes <c>run.err</c>.</param>
    /// <param name="token">Asks to stop.</param>
    public static ExitCode RunPick(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken token) =>
        Run(Pick, RelionArguments.ForPicking(args), output, error, token);

    /// <summary>Trains. RELION's "continue" is the same command once more: a training that was stopped goes on, one
    /// that is done stays.</summary>
    /// <param name="args">RELION's arguments.</param>
    /// <param name="output">Becomes <c>run.out</c>.</param>
    /// <param name="error">Becomes <c>run.err</c>.</param>
    /// <param name="token">Asks to stop.</param>
    public static ExitCode RunTrain(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken token)
    {
        var arguments = RelionArguments.ForTraining(args);
        if (arguments.Folder is not { } folder || arguments.Mistake is not null)
        {
            return Run(Train, arguments, output, error, token);
        }

        string model = Path.Combine(folder, RelionJobFolder.ModelFile);
        if (File.Exists(TrainingOutputs.Checkpoint(model)))
        {
            return Run(Train, arguments with { Words = [.. arguments.Words, "--resume"] }, output, error, token);
        }

        if (File.Exists(model) && !arguments.Words.Contains("--overwrite"))
        {
            output.WriteLine($"{model} is trained already; a new job trains again");
            return RelionJob.End(new RelionJobFolder(folder), ExitCode.Success, error);
        }

        return Run(Train, arguments, output, error, token);
    }

    private static ExitCode Run(
        string name, RelionArguments arguments, TextWriter output, TextWriter error, CancellationToken token)
    {
        if (arguments.Mistake is not { } mistake)
        {
            return CommandLine.Run(arguments.Words, output, error, token);
        }

        error.WriteLine($"deepem-{name}: {mistake}");
        return arguments.Folder is { } folder
            ? RelionJob.End(new RelionJobFolder(folder), ExitCode.Usage, error)
            : ExitCode.Usage;
    }
}
