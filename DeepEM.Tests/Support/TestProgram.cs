using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepEM.Tests.Support;

/// <summary>These tests once more, in a process that finds other drivers.</summary>
internal static partial class TestProgram
{
    /// <summary>Runs some of the tests to their end.</summary>
    /// <param name="environment">Variables for the process beside those of this one.</param>
    /// <param name="filter">Which tests, as <c>dotnet test --filter</c> has it.</param>
    /// <returns>How many passed, and the words of the run unless all did.</returns>
    public static (int Passed, string Trouble) Run(IReadOnlyDictionary<string, string> environment, string filter)
    {
        ProcessStartInfo start = new(
            "dotnet",
            ["vstest", Path.Combine(AppContext.BaseDirectory, "DeepEM.Tests.dll"), $"--TestCaseFilter:{filter}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string words = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Match counts = Counts().Match(words);
        int passed = counts.Success ? int.Parse(counts.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        bool isGood = process.ExitCode == 0 && passed > 0 && counts.Groups[1].Value == counts.Groups[2].Value;
        return (passed, isGood ? string.Empty : $"exit code {process.ExitCode}\n{words}");
    }

    [GeneratedRegex(@"Passed: +(\d+), Skipped: +\d+, Total: +(\d+)")]
    private static partial Regex Counts();
}
