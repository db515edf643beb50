using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem bench</c>: says how fast a device is.</summary>
internal sealed class BenchCommand
{
    private readonly Option<bool> _networks = new("--networks")
    {
        Description = "Measure the networks A, B and C only: training, windows, whole images; for comparisons",
    };

    private readonly Option<string?> _only = Only();

    private readonly Option<double?> _seconds = NumberOption.OptionalReal(
        "--seconds",
        "S",
        "How long to measure each line, seconds",
        RealRange.PositiveUpTo(3600),
        "1, with --networks 4");

    private readonly Option<string?> _json = PathOption.Optional(
        "--json", "FILE", "Write the figures of --networks as JSON, too");

    private readonly Option<string?> _scaling = PathOption.Optional(
        "--scaling",
        "DIR",
        "Measure instead how the time of picking grows with the side of the micrographs, the diameter of the particles "
            + "and the number of micrographs; writes scaling.csv and scaling.png there (takes minutes)");

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
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        bool networks = result.GetValue(_networks);
        string? json = result.GetValue(_json);
        string? only = result.GetValue(_only);
        if (!networks && (json is not null || only is not null))
        {
            throw new UsageException("--json and --only go with --networks");
        }

        if (json is not null)
        {
            OutputFile.Require("--json", json);
        }

        string? scaling = result.GetValue(_scaling);
        if (scaling is not null && (networks || result.GetValue(_seconds) is not null))
        {
            throw new UsageException("--scaling goes without --networks and --seconds");
        }

        if (scaling is not null)
        {
            OutputFile.RequireFolder(scaling);
        }

        TextWriter output = result.InvocationConfiguration.Output;
        int threads = _compute.ThreadsOf(result);
        using IComputeBackend backend = _compute.Open(result);
        output.WriteLine(backend.DeviceName);
        if (scaling is not null)
        {
            ScalingOutputs.Write(scaling, output, new ScalingBenchmark(backend).Run(token));
            return ExitCode.Success;
        }

        if (!networks)
        {
            WriteTable(output, SystemBenchmark.Run(backend, threads, result.GetValue(_seconds) ?? 1, token));
            return ExitCode.Success;
        }

        NetworkBenchmarkSettings settings = NetworkBenchmarkSettings.Default;
        settings = settings with
        {
            Seconds = result.GetValue(_seconds) ?? settings.Seconds,
            Networks = only is null ? settings.Networks : [only],
        };
        List<BenchmarkFigure> figures = [];
        foreach (BenchmarkFigure figure in NetworkBenchmark.Run(backend, settings, token))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Key,-24} {figure.Value,12:F3}"));
            figures.Add(figure);
        }

        if (json is not null)
        {
            AtomicFile.Write(
                json, stream => BenchmarkFigure.WriteJson(figures, backend.DeviceName, threads, stream));
        }

        return ExitCode.Success;
    }

    private static void WriteTable(TextWriter output, IEnumerable<BenchmarkRow> rows)
    {
        output.WriteLine($"{"",-34} {"ms",10} {"rate",12} {"",-14} {"of limit",8}");
        foreach (BenchmarkRow row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Subject,-34} {row.Milliseconds,10:F3} {row.Rate,12:F1} {row.Unit,-14} {row.Share,8:P0}")
                .TrimEnd());
        }
    }

    private static Option<string?> Only()
    {
        Option<string?> option = new("--only")
        {
            HelpName = "A|B|C",
            Description = "With --networks: only this one",
        };
        option.Validators.Add(Check);
        return option;
    }

    private static void Check(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(token => !BaselineNetworks.Names.Contains(token.Value)))
        {
            result.AddError($"--only is '{token.Value}', expected A, B or C");
        }
    }
}
