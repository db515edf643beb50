using System.CommandLine;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem slurm</c>: a picking or a training as jobs of a cluster.</summary>
internal static class SlurmCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create() => new("slurm", "Runs a picking or a training as jobs of SLURM.")
    {
        SlurmPickCommand.Create(),
        SlurmTrainCommand.Create(),
    };
}
