using System.Globalization;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Cluster;

/// <summary>A picking as an array of tasks and a job that merges them, in <c>OUT/slurm</c>.</summary>
/// <remarks>What is finished, and what still waits or runs, is not submitted again.</remarks>
/// <param name="Folder">The folder of the scripts, which is there.</param>
/// <param name="Tasks">How many shards there are.</param>
internal sealed record SlurmArray(string Folder, int Tasks)
{
    /// <summary>The tasks that pick.</summary>
    public string PickPath => Path.Combine(Folder, "pick.sh");

    /// <summary>The job that merges them.</summary>
    public string MergePath => Path.Combine(Folder, "merge.sh");

    // Numbers of the jobs that were submitted and had not ended when last looked at.
    private string JobPath => Path.Combine(Folder, "jobs.txt");

    /// <summary>Writes the scripts and submits what is missing.</summary>
    /// <param name="script">Makes the scripts.</param>
    /// <param name="threads">Processors of a task.</param>
    /// <param name="own">Options of the tasks that pick.</param>
    /// <param name="pick">The words of the picking.</param>
    /// <param name="merge">The words of the merge.</param>
    /// <param name="left">Micrographs that are left in each shard that is not finished.</param>
    /// <param name="isDry">Whether nothing is submitted.</param>
    /// <exception cref="IOException">There is no sbatch, it refused, or other settings still run.</exception>
    public SlurmReport Submit(
        SlurmScript script,
        int threads,
        string own,
        IReadOnlyList<string> pick,
        IReadOnlyList<string> merge,
        IReadOnlyDictionary<int, int> left,
        bool isDry)
    {
        string earlier = File.Exists(JobPath) ? File.ReadAllText(JobPath).Trim() : string.Empty;
        int[] active = earlier.Length == 0 ? [] : [.. Active(earlier, string.Join(' ', pick)).Order()];
        int[] missing = [.. left.Keys.Except(active)];
        int[] all = missing.Length > 0 ? missing : [.. Enumerable.Range(0, Tasks)];
        string array = $" --array={SlurmScript.Array(all)}";
        Write(PickPath, script.Text("deepem", "%A_%a.log", threads, array + own, pick));
        Write(MergePath, script.Text("deepem-merge", "%j_merge.log", threads: 1, string.Empty, merge));
        SlurmReport report = new(missing, [.. missing.Select(shard => left[shard])], active);
        if (isDry || (missing.Length == 0 && active.Length > 0))
        {
            return report;
        }

        if (missing.Length == 0)
        {
            return report with { MergeJob = SlurmQueue.Submit(MergePath) };
        }

        string job = SlurmQueue.Submit(PickPath);
        string waiting = active.Length > 0 ? $"{earlier},{job}" : job;
        Write(JobPath, waiting + "\n");
        string merging = SlurmQueue.Submit(
            $"--dependency=afterany:{waiting.Replace(',', ':')}", "--kill-on-invalid-dep=yes", MergePath);
        return report with { PickJob = job, MergeJob = merging };
    }

    // Shards of other settings, or of another number of tasks, are not those that are asked for now.
    private HashSet<int> Active(string jobs, string command)
    {
        HashSet<int> active = [.. SlurmQueue.Waiting(jobs).Select(Number).Where(task => task >= 0)];
        return active.Count == 0 || (File.Exists(PickPath) && File.ReadAllText(PickPath).Contains(
            $"\nexec {command}\n", StringComparison.Ordinal))
            ? active
            : throw new IOException(
                $"{Folder}: {active.Count} tasks of job {jobs} wait or run with other settings; scancel ends them");
    }

    private static int Number(string task) =>
        int.TryParse(task, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    private static void Write(string path, string text) => AtomicFile.WriteText(path, writer => writer.Write(text));
}
