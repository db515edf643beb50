using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs;

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

    /// <summary>The command line as it was typed, without the program's name, for the record of a run.</summary>
    /// <param name="result">The parsed command line.</param>
    public static IReadOnlyList<string> ArgumentsOf(ParseResult result) =>
        [.. result.Tokens.Select(token => token.Value)];

    /// <summary>Runs a job, which reports to the log and ends when the command is asked to.</summary>
    /// <typeparam name="T">What the job gives.</typeparam>
    /// <param name="result">The parsed command line.</param>
    /// <param name="threads">Threads that were chosen, or null.</param>
    /// <param name="job">Runs the job.</param>
    /// <param name="token">Asks the command to stop.</param>
    /// <returns>What the job gave.</returns>
    public static T RunJob<T>(ParseResult result, int? threads, Func<JobContext, T> job, CancellationToken token) =>
        LogOption.Of(result).Show((progress, tell) => job(new JobContext
        {
            Progress = progress,
            Tell = tell,
            Cancellation = token,
            Arguments = ArgumentsOf(result),
            Threads = threads,
        }));

    [SuppressMessage(
        "Design", "CA1031", Justification = "The one place where every exception becomes a message and an exit code.")]
    private static ExitCode Run(
        ParseResult result, Func<ParseResult, CancellationToken, ExitCode> run, CancellationToken token)
    {
        RunLog log = LogOption.Of(result);
        ExitCode code;
        try
        {
            code = run(result, token);
        }
        catch (Exception exception)
        {
            code = Report(result, log, Innermost(exception));
        }

        log.End(code);
        return code;
    }

    private static ExitCode Report(ParseResult result, RunLog log, Exception exception)
    {
        if (DeviceFailure.Of(device: null, exception) is { } failure)
        {
            log.Fail(failure);
            return ExitCode.Failure;
        }

        switch (exception)
        {
            case UsageException or SettingsException:
                log.Refuse([Hints.Line(exception)], UsageError.Usage(result));
                return ExitCode.Usage;

            case InterruptedException:
                log.Fail(exception);
                return ExitCode.Interrupted;

            case OperationCanceledException:
                log.Fail(exception, "interrupted");
                return ExitCode.Interrupted;

            case NoticedException or IOException or UnauthorizedAccessException:
                log.Fail(exception);
                return ExitCode.Failure;

            case OutOfMemoryException or ThreadStartException:
                log.Fail(exception, "not enough memory");
                return ExitCode.Failure;

            default:
                string message = exception.Message.ReplaceLineEndings(" ");
                log.Fail(exception, $"internal error: {exception.GetType().Name}: {message}");
                if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
                {
                    result.InvocationConfiguration.Error.WriteLine(exception);
                }

                return ExitCode.Failure;
        }
    }

    // Parallel loops wrap what their bodies throw. When some were told to stop because another failed, that one counts.
    // A scheduler wraps what keeps it from starting a thread, no memory for example; a type what its start threw.
    internal static Exception Innermost(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.Flatten().InnerExceptions
            .OrderBy(inner => inner is OperationCanceledException)
            .Select(Innermost)
            .FirstOrDefault(exception),
        TaskSchedulerException or TypeInitializationException or TargetInvocationException => exception.InnerException
            is { } inner ? Innermost(inner) : exception,
        _ => exception,
    };
}
