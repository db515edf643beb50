using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how jobs are submitted to SLURM.</summary>
internal sealed class SlurmOptions
{
    /// <summary>The option whose value is options of another program.</summary>
    public const string SbatchName = "--sbatch";

    // SLURM's own default for the length of an array is 1001.
    private const int MostTasks = 1000;

    private const int MostGpus = 64;

    /// <summary>Tasks of the array, each of which picks a shard.</summary>
    public Option<int> Tasks { get; } = NumberOption.Whole(
        "--tasks", "Tasks that share the micrographs, each on a node or a part of one", 1, MostTasks, 8);

    /// <summary>GPUs of each task.</summary>
    public Option<int> Gpus { get; } = NumberOption.Whole("--gpus-per-task", "GPUs of each task", 0, MostGpus, 0)
        .WithDetails("With one or more, --device cuda:all (deepem train: cuda) is added unless another is given.");

    /// <summary>More options for sbatch; null for none.</summary>
    public Option<string?> Sbatch { get; } = CreateSbatch();

    /// <summary>Whether nothing is submitted.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Write the scripts and show what would be submitted [default: submit]",
    };

    /// <summary>What a script has of GPUs; nothing where none are asked for.</summary>
    /// <param name="result">The command line.</param>
    public string GpuOption(ParseResult result) => result.GetRequiredValue(Gpus) is > 0 and int gpus
        ? string.Create(CultureInfo.InvariantCulture, $" --gpus-per-task={gpus}")
        : string.Empty;

    /// <summary>The words that choose the GPUs; none where there are none, or a device was chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="device">The option for the device.</param>
    /// <param name="gpus">What it is given.</param>
    public IEnumerable<string> DeviceFor(ParseResult result, Option<string> device, string gpus) =>
        result.GetRequiredValue(Gpus) > 0 && result.GetResult(device) is not { Implicit: false }
            ? [device.Name, gpus]
            : [];

    // The array, its dependency and its output are what the next submission goes by.
    private static Option<string?> CreateSbatch()
    {
        Option<string?> option = new Option<string?>(SbatchName)
        {
            HelpName = "OPTIONS",
            Description = "More options for sbatch, in quotes: \"--partition=gpu --account=abc\"",
        }.WithDetails("Written into the scripts after --cpus-per-task, --mem=4G and --time, which they override.");
        option.Validators.Add(RefuseOwn);
        return option;
    }

    private static void RefuseOwn(OptionResult result)
    {
        string text = string.Concat(result.Tokens.Select(token => token.Value));
        if (text.Contains('\n') || text.Contains("--array", StringComparison.Ordinal)
            || text.Contains("--output", StringComparison.Ordinal))
        {
            result.AddError($"{SbatchName} is '{text}', expected one line without --array and --output, which are set");
        }
    }
}
