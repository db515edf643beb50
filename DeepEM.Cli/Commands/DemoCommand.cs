using System.CommandLine;
using System.Diagnostics;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Demo;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem demo</c>: the whole job on simulated micrographs, with pictures.</summary>
internal sealed class DemoCommand
{
    private readonly Option<string?> _out = PathOption.Optional(
        "--out", "DIR", "Output folder (created if needed) [default: deepem-demo]")
        .WithDetails("Files of the same names are replaced.");

    private readonly ComputeOptions _compute = new();

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        DemoCommand options = new();
        Command command = new("demo", "Shows all of it on simulated micrographs, without a label.")
        {
            options._out,
            options._compute.Device,
            options._compute.Threads,
            options._seed,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetValue(_out) ?? "deepem-demo";
        OutputFile.RequireFolder(folder);
        int threads = _compute.ThreadsOf(result);
        DemoSettings settings = DemoSettings.Of(result.GetRequiredValue(_seed), threads);
        using IComputeBackend backend = _compute.Open(result);
        long start = Stopwatch.GetTimestamp();
        DemoReport report = CommandAction.RunJob(
            result, threads, context => DemoRun.Run(backend, folder, settings, context), token);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        DemoText.Write(report, settings, folder, elapsed, backend.DeviceName, result.InvocationConfiguration.Output);
        return ExitCode.Success;
    }
}
