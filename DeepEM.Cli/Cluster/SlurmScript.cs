using System.Globalization;
using DeepEM.Cli.Output;

namespace DeepEM.Cli.Cluster;

/// <summary>The scripts that are given to <c>sbatch</c>.</summary>
/// <remarks>
/// The program replaces the shell (<c>exec</c>), so that it hears at once when SLURM ends the task, and finishes the
/// micrograph in hand.
/// </remarks>
/// <param name="Folder">Where scripts and logs lie.</param>
/// <param name="More">More options for sbatch; null for none.</param>
internal sealed record SlurmScript(string Folder, string? More)
{
    /// <summary>Threads of a task where nobody says how many.</summary>
    public const int UsualThreads = 4;

    /// <summary>Set by SLURM to the processors of a task.</summary>
    public const string Threads = "\"$SLURM_CPUS_PER_TASK\"";

    /// <summary>Numbers as SLURM takes them for an array: "0-3,7".</summary>
    /// <param name="numbers">The numbers in rising order.</param>
    public static string Array(IEnumerable<int> numbers)
    {
        List<(int First, int Last)> runs = [];
        foreach (int number in numbers)
        {
            if (runs.Count > 0 && runs[^1].Last == number - 1)
            {
                runs[^1] = (runs[^1].First, number);
            }
            else
            {
                runs.Add((number, number));
            }
        }

        return string.Join(',', runs.Select(run => run.First == run.Last
            ? string.Create(CultureInfo.InvariantCulture, $"{run.First}")
            : string.Create(CultureInfo.InvariantCulture, $"{run.First}-{run.Last}")));
    }

    /// <summary>The text of a script.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="log">The name of its log, with SLURM's patterns.</param>
    /// <param name="threads">Processors of a task.</param>
    /// <param name="own">Options of this job alone: its array, its GPUs.</param>
    /// <param name="command">The words of the command, each as a shell takes it.</param>
    public string Text(string name, string log, int threads, string own, IEnumerable<string> command)
    {
        string path = ShellWord.Of(Path.Combine(Folder.Replace("%", "%%", StringComparison.Ordinal), log));
        string more = string.IsNullOrWhiteSpace(More) ? string.Empty : $"#SBATCH {More.Trim()}\n";
        string processors = threads.ToString(CultureInfo.InvariantCulture);
        return $"""
            #!/bin/bash
            #SBATCH --job-name={name} --ntasks=1 --cpus-per-task={processors} --mem=4G --time=04:00:00
            #SBATCH --requeue --open-mode=append{own}
            #SBATCH --output={path}
            {more}exec {string.Join(' ', command)}

            """.ReplaceLineEndings("\n");
    }
}
