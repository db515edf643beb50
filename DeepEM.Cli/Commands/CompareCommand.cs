using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Jobs.Compare;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem compare</c>: power spectra and grey levels of sets of micrographs side by side.</summary>
internal sealed class CompareCommand
{
    private readonly Argument<string[]> _sets = new("SETS")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Sets of micrographs: each a folder, a pattern in quotes, a STAR list or @list.txt. Folders that "
            + "deepem simulate wrote are drawn with dashes",
    };

    private readonly Option<string> _out = PathOption.Required(
        "--out", "FILE.png", "Picture to write; FILE.csv beside it has the numbers");

    private readonly Option<int> _micrographs = NumberOption.Whole(
        "--micrographs", "How many of each set to look at, from the first on", 1, 100_000, 10);

    private readonly Option<int> _binning = NumberOption.Whole(
        "--binning",
        "Grey levels are means of squares of this many pixels, since noise of single pixels hides the rest; power "
        + "spectra are of the micrographs as they are",
        1,
        64,
        4);

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
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        string[] names = result.GetRequiredValue(_sets);
        string picture = result.GetRequiredValue(_out);
        string table = ComparisonOutputs.TablePath(picture);
        if (table == picture)
        {
            throw new UsageException($"{_out.Name} is {picture}, expected the name of a picture: {table} is its table");
        }

        OutputFile.Require(_out.Name, picture, names);
        OutputFile.Require(_out.Name, table, names);
        using IComputeBackend backend = DeviceSelector.Create("cpu", result.GetRequiredValue(_threads));
        var settings = new ComparisonSettings(result.GetRequiredValue(_micrographs), result.GetRequiredValue(_binning));
        IReadOnlyList<SetStatistics> sets = LogOption.Of(result).Show(progress => MicrographComparison.Run(backend, names, settings, progress, token));
        ComparisonOutputs.Write(picture, sets);
        int width = sets.Max(set => set.Name.Length);
        output.WriteLine(
            $"{"set".PadRight(width)}  micrographs    mean  deviation  skewness  excess kurtosis");
        foreach (SetStatistics set in sets)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{set.Name.PadRight(width)}  {set.Micrographs,11}  {set.Mean,6:F3}  {set.Deviation,9:F3}  "
                + $"{set.Skewness,8:F3}  {set.ExcessKurtosis,15:F3}"));
        }

        output.WriteLine($"Wrote {picture}, {table}");
        return ExitCode.Success;
    }
}
