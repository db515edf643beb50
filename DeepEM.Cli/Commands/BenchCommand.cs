using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem bench</c>: says how fast a device is.</summary>
internal sealed class BenchCommand
{
    private readonly Option<bool> _networks = new Option<bool>("--networks")
    {
        Description = "Measure the networks A, B and C only, for comparisons",
    }.WithDetails("Training, windows and whole images.");

    private readonly Option<string?> _only = ChoiceOption.Create<string?>(
        "--only", "With --networks: only this one", [.. BaselineNetworks.Names.Select(name => (name, name))]);

    private readonly Option<double?> _seconds = NumberOption.OptionalReal(
        "--seconds", "S", "Seconds for each line", RealRange.PositiveUpTo(3600), "1, with --networks 4");

    private readonly Option<string?> _json = PathOption.Optional(
        "--json", "FILE", "With --networks: write the figures as JSON")
        .WithDetails("FILE.settings.json beside it keeps the settings.");

    private readonly Option<string?> _scaling = PathOption.Optional(
        "--scaling", "DIR", "Measure instead how the time of picking grows (takes minutes)")
        .WithDetails("With the side of the micrographs, the diameter of the particles and the number of micrographs. "
            + "Writes scaling.csv, scaling.png and settings.json to DIR (created if needed).");

    private readonly ComputeOptions _compute = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        BenchCommand options = new();
        Command command = new("bench", "Measures how fast a device is, beside the limits of the machine.")
        {
            options._networks,
            options._only,
            options._seconds,
            options._json,
            options._scaling,
            options._compute.Device,
            options._compute.Threads,
        };
        command.Validators.Add(options.CheckTogether);
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        string? json = result.GetValue(_json);
        string? scaling = result.GetValue(_scaling);
        double? seconds = result.GetValue(_seconds);
        BenchJob.Require(json, scaling);
        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        output.WriteLine(backend.DeviceName);
        if (scaling is not null)
        {
            CommandAction.RunJob(
                result,
                threads,
                context => BenchJob.MeasureScaling(
                    backend, scaling, point => BenchText.Write(point, output), context),
                token);
        }
        else if (result.GetValue(_networks))
        {
            NetworkBenchmarkSettings usual = NetworkBenchmarkSettings.Default;
            NetworkBenchmarkSettings settings = usual with
            {
                Seconds = seconds ?? usual.Seconds,
                Networks = result.GetValue(_only) is { } only ? [only] : usual.Networks,
            };
            CommandAction.RunJob(
                result,
                threads,
                context => BenchJob.MeasureNetworks(
                    backend, settings, json, figure => BenchText.Write(figure, output), context),
                token);
        }
        else
        {
            BenchText.Write(SystemBenchmark.Run(backend, threads, seconds ?? 1, token), output);
        }

        return ExitCode.Success;
    }

    private void CheckTogether(CommandResult result)
    {
        bool networks = result.GetValue(_networks);
        if (!networks && (result.GetResult(_json) is not null || result.GetResult(_only) is not null))
        {
            result.AddError($"{_json.Name} and {_only.Name} go with {_networks.Name}");
        }

        if (result.GetResult(_scaling) is not null && (networks || result.GetResult(_seconds) is not null))
        {
            result.AddError($"{_scaling.Name} goes without {_networks.Name} and {_seconds.Name}");
        }
    }
}
