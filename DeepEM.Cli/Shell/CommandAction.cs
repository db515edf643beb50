using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Cli.Shell;

/// <summary>Runs a command and turns whatever it throws into one line on stderr and an exit code.</summary>
internal static class CommandAction
{
    /// <summary>Names the environment variable that, set to 1, adds the stack of an internal error.</summary>
    public const string DebugVariable = "DEEPEM_DEBUG";

    /// <summary>Gives a command its work.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">
    /// Does the work: results to <c>InvocationConfiguration.Output</c>, talk to <c>.Error</c>.
    /// </param>
    public static void SetRun(this Command command, Func<ParseResult, CancellationToken, ExitCode> run) =>
        command.SetAction((result, token) => Task.FromResult((int)Run(result, run, token)));

    [SuppressMessage(
        "Design", "CA1031", Justification = "The one place where every exception becomes a message and an exit code.")]
    private static ExitCode Run(
        ParseResult result, Func<ParseResult, CancellationToken, ExitCode> run, CancellationToken token)
    {
        try
        {
            return run(result, token);
        }
        catch (Exception exception)
        {
            return Report(result, Innermost(exception));
        }
    }

    private static ExitCode Report(ParseResult result, Exception exception)
    {
        TextWriter error = result.InvocationConfiguration.Error;
        string command = UsageError.CommandPath(result);
        if (DeviceFailure.Of(device: null, exception) is { } failure)
        {
            error.WriteLine($"{command}: {failure.Message}");
            return ExitCode.Failure;
        }

        switch (exception)
        {
            case UsageException:
                UsageError.Write(result, error, [exception.Message]);
                return ExitCode.Usage;

            case InterruptedException:
                error.WriteLine($"{command}: {exception.Message}");
                return ExitCode.Interrupted;

            case OperationCanceledException:
                error.WriteLine($"{command}: interrupted");
                return ExitCode.Interrupted;

            case InvalidFileException or DeviceNotFoundException or TrainingDataException or IOException
                or UnauthorizedAccessException:
                error.WriteLine($"{command}: {exception.Message.ReplaceLineEndings(" ")}");
                return ExitCode.Failure;

            case OutOfMemoryException:
                error.WriteLine($"{command}: not enough memory");
                return ExitCode.Failure;

            default:
                string message = exception.Message.ReplaceLineEndings(" ");
                error.WriteLine($"{command}: internal error: {exception.GetType().Name}: {message}");
                if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
                {
                    error.WriteLine(exception);
                }

                return ExitCode.Failure;
        }
    }

    // Parallel loops wrap what their bodies throw. When some were told to stop because another failed, that one counts.
    private static Exception Innermost(Exception exception) => exception is AggregateException aggregate
        ? aggregate.Flatten().InnerExceptions
            .OrderBy(inner => inner is OperationCanceledException)
            .FirstOrDefault(exception)
        : exception;
}
