using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace DeepEM.Bench;

/// <summary>Runs the benchmarks named on the command line; exits with 1 when any failed or gave no result. With
/// <see cref="Resampling.Verb"/> or <see cref="Inventing.Verb"/> makes micrographs instead.</summary>
internal static class Program
{
    // A process for each benchmark would be built by MSBuild under this repository's locked restore, which fails, and
    // would cost minutes. The kernels do not share tiers or state, so one process measures the same.
    private const string InProcess = "--inProcess";

    private static int Main(string[] args)
    {
        if (args is [Resampling.Verb, _, _, _, _])
        {
            Resampling.Run(args[1..]);
            return 0;
        }

        if (args is [Inventing.Verb, _, _, _, _])
        {
            Inventing.Run(args[1..]);
            return 0;
        }

        BenchmarkSwitcher switcher = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly);
        IConfig config = DefaultConfig.Instance.AddColumn(RateColumn.Rate, RateColumn.Share);
        string[] arguments = args.Contains(InProcess) || args.Length == 0 ? args : [.. args, InProcess];
        Summary[] summaries = [.. switcher.Run(arguments, config)];
        string[] failures = [.. summaries.SelectMany(Failures)];
        foreach (string failure in failures)
        {
            Console.Error.WriteLine(failure);
        }

        return failures.Length == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Failures(Summary summary)
    {
        foreach (ValidationError error in summary.ValidationErrors.Where(error => error.IsCritical))
        {
            yield return $"{summary.Title}: {error.Message}";
        }

        foreach (BenchmarkReport report in summary.Reports.Where(report => !report.Success))
        {
            yield return $"{report.BenchmarkCase.DisplayInfo}: no result";
        }
    }
}
