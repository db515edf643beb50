using DeepEM.Cli.Callers;
using DeepEM.Cli.Shell;

namespace DeepEM.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        StandardOutputs.LeaveClosed();
        using ShutdownSignals signals = new();
        ExitCode code = Caller.Run(args, Console.Out, Console.Error, signals.Token);
        return (int)(code == ExitCode.Interrupted ? signals.ExitCode : code);
    }
}
