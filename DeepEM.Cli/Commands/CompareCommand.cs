using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Jobs.Compare;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem compare</c>: power spectra and grey levels of sets of micrographs side by side.</summary>
internal sealed class CompareCommand
{
    private readonly Argument<string[]> _sets = new Argument<string[]>("SETS")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Sets of micrographs: each a folder, a pattern in quotes, a list",
    }.WithDetails("A list is a STAR file or @list.txt. Folders that deepem simulate wrote are drawn with dashes.");

    private readonly Option<string> _out = PathOption.Required("--out", "FILE.png", "Picture to write")
        .WithDetails("FILE.csv beside it has the numbers, FILE.png.settings.json the settings.");

    private readonly Option<int> _micrographs = NumberOption.Whole(
        "--micrographs", "Micrographs of each set to measure, from the first", 1, 100_000, 10);

    private readonly Option<int> _binning = NumberOption.Whole(
        "--binning", "Binning for the grey levels, pixels", 1, 64, 4)
        .WithDetails("Noise of single pixels hides the rest. Power spectra are of unbinned micrographs.");

    private readonly Option<int> _threads = CommonOptions.Threads();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        CompareCommand options = new();
        Command command = new("compare", "Compares power spectra and grey levels of micrograph sets.")
        {
            options._sets,
            options._out,
            options._micrographs,
            options._binning,
            options._threads,
        };
        command.WithDetails("For example simulated with real ones.");
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string[] sets = result.GetRequiredValue(_sets);
        string picture = result.GetRequiredValue(_out);
        int threads = result.GetRequiredValue(_threads);
        var settings = new ComparisonSettings(result.GetRequiredValue(_micrographs), result.GetRequiredValue(_binning));
        using IComputeBackend backend = DeviceSelector.Create("cpu", threads);
        ComparisonReport report = CommandAction.RunJob(
            result, threads, context => ComparisonJob.Run(backend, sets, picture, settings, context), token);
        ComparisonText.Write(report, result.InvocationConfiguration.Output);
        return ExitCode.Success;
    }
}
