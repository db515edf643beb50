using System.ComponentModel;
using System.Diagnostics;

namespace DeepEM.Cli.Cluster;

/// <summary>SLURM's own programs, which are looked for on the PATH.</summary>
internal static class SlurmQueue
{
    private const string NotFound = "sbatch: not found on the PATH, nothing was submitted; the scripts stay, and "
        + "'deepem help pick' says how --shard shares a picking without SLURM";

    /// <summary>Submits a script.</summary>
    /// <param name="words">Options and the script.</param>
    /// <returns>The number of the job.</returns>
    /// <exception cref="IOException">There is no sbatch here, or it refused; one line.</exception>
    public static string Submit(params IEnumerable<string> words)
    {
        (int code, string output, string error) = Run("sbatch", ["--parsable", .. words])
            ?? throw new IOException(NotFound);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // The number, and where there are several clusters a semicolon and the name of one.
        string id = output.Trim().Split(';')[0];
        return code == 0 && id.Length > 0 && id.All(char.IsAsciiDigit)
            ? id
            : throw new IOException($"sbatch: {(lines.Length > 0 ? lines[0] : $"ended with exit code {code}")}");
    }

    /// <summary>What of jobs waits or runs.</summary>
    /// <param name="jobs">The numbers of the jobs, with commas between them.</param>
    /// <returns>For each task its number in the array, or N/A for a job that is none; nothing where SLURM knows none
    /// of the jobs any more, or is not here.</returns>
    public static IReadOnlyList<string> Waiting(string jobs) =>
        Run("squeue", ["--noheader", "--array", "--jobs", jobs, "--format", "%K"]) is (0, string output, _)
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];

    private static (int Code, string Output, string Error)? Run(string program, IEnumerable<string> words)
    {
        ProcessStartInfo start = new(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
