using DeepEM.Cli.Output;

namespace DeepEM.Cli.Cluster;

/// <summary>What was written and submitted, in a few lines for people.</summary>
internal static class SlurmText
{
    /// <summary>Writes the lines of a picking.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="array">The array.</param>
    /// <param name="micrographs">How many micrographs were named.</param>
    /// <param name="report">What was submitted.</param>
    public static void Write(TextWriter output, SlurmArray array, int micrographs, SlurmReport report)
    {
        output.WriteLine($"{Counted.Of(micrographs, "micrograph")} in {Counted.Of(array.Tasks, "shard")}; scripts and "
            + $"logs are in {array.Folder}");
        if (report.Active.Count > 0)
        {
            output.WriteLine($"{Counted.Of(report.Active.Count, "task")} of an earlier submission still wait or run: "
                + SlurmScript.Array(report.Active));
        }

        if (report.PickJob is { } pick)
        {
            output.WriteLine($"Submitted job {pick}: {What(report)}");
            output.WriteLine($"Submitted job {report.MergeJob}: merges the shards when they have ended");
            output.WriteLine($"squeue -j {pick},{report.MergeJob} shows them; the same command again submits what is "
                + "missing then");
        }
        else if (report.MergeJob is { } merge)
        {
            output.WriteLine($"All micrographs are finished. Submitted job {merge}: merges the shards");
        }
        else if (report.Shards.Count > 0)
        {
            output.WriteLine($"Not submitted: {What(report)}");
            output.WriteLine($"  sbatch {ShellWord.Of(array.PickPath)}");
            output.WriteLine($"  sbatch --dependency=afterany:ID {ShellWord.Of(array.MergePath)}");
        }
        else if (report.Active.Count == 0)
        {
            output.WriteLine("Not submitted: all micrographs are finished, the merge is left");
            output.WriteLine($"  sbatch {ShellWord.Of(array.MergePath)}");
        }
    }

    private static string What(SlurmReport report) =>
        $"{Counted.Of(report.Shards.Count, "task")} ({SlurmScript.Array(report.Shards)}) for "
        + $"{Counted.Of(report.Micrographs.Sum(), "micrograph")}";
}
