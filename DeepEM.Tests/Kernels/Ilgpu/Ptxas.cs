using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>NVIDIA's assembler: DEEPEM_PTXAS, else on the PATH, else where .ci/fetch-ptxas puts it.</summary>
internal static partial class Ptxas
{
    /// <summary>The program's path, or null where there is none.</summary>
    public static string? Find()
    {
        IEnumerable<string> candidates =
        [
            Environment.GetEnvironmentVariable("DEEPEM_PTXAS") ?? string.Empty,
            .. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
                .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ptxas")),
            .. Ancestors(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, "artifacts/ptxas/ptxas")),
        ];
        return candidates.FirstOrDefault(File.Exists);
    }

    /// <summary>Assembles one kernel; throws with the assembler's words where it refuses.</summary>
    /// <param name="program">The path of ptxas.</param>
    /// <param name="source">PTX.</param>
    /// <param name="architecture">For example "sm_90".</param>
    public static PtxasReport Assemble(string program, string source, string architecture)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, source);
            ProcessStartInfo start = new(program, ["-v", $"-arch={architecture}", "-o", "/dev/null", file])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            return process.ExitCode == 0
                ? new PtxasReport(
                    Number(Stack(), errors),
                    Number(Stores(), errors),
                    Number(Loads(), errors),
                    Number(Registers(), errors))
                : throw new InvalidOperationException(errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    private static int Number(Regex pattern, string report)
    {
        Match match = pattern.Match(report);
        return match.Success
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"ptxas does not say '{pattern}': {report}");
    }

    [GeneratedRegex(@"(\d+) bytes stack frame")]
    private static partial Regex Stack();

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex Stores();

    [GeneratedRegex(@"(\d+) bytes spill loads")]
    private static partial Regex Loads();

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Registers();
}
