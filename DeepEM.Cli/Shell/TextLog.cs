using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>The log for people: bars on a terminal, a line now and then elsewhere.</summary>
/// <param name="error">Receives it.</param>
/// <param name="command">The command in full.</param>
/// <param name="isQuiet">Whether progress is left out.</param>
/// <param name="isVerbose">Whether every step of the progress is a line.</param>
internal sealed class TextLog(TextWriter error, string command, bool isQuiet = false, bool isVerbose = false) : RunLog
{
    /// <inheritdoc/>
    public override T Show<T>(Func<IProgress<StageProgress>, Action<Notice>, T> work)
    {
        if (isVerbose)
        {
            return work(new LineProgress(error, TimeProvider.System, TimeSpan.Zero), Tell);
        }

        // Whoever hands in a writer of their own wants the messages, not the progress.
        if (isQuiet || !ReferenceEquals(error, Console.Error))
        {
            return work(new SilentProgress(), Tell);
        }

        return Console.IsErrorRedirected
            ? work(new LineProgress(error, TimeProvider.System, LineProgress.Usual), Tell)
            : TerminalProgress.Show(
                error, (progress, write) => work(progress, notice => write(Line(notice))));
    }

    /// <inheritdoc/>
    public override void Write(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            error.WriteLine(Line(notice));
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception, string? text = null) =>
        error.WriteLine($"{command}: {text ?? Hints.Line(exception)}");

    /// <inheritdoc/>
    public override void Refuse(IEnumerable<string> mistakes, string usage)
    {
        foreach (string mistake in mistakes)
        {
            error.WriteLine($"{command}: {mistake.ReplaceLineEndings(" ")}");
        }

        error.WriteLine($"Usage: {usage}");
        error.WriteLine($"Try '{command} --help'.");
    }

    /// <inheritdoc/>
    public override void End(ExitCode code)
    {
        // People see that the prompt is back.
    }

    private static string Line(Notice notice) => $"{Kind(notice.Severity)}: {Hints.Line(notice)}";

    private void Tell(Notice notice)
    {
        if (!isQuiet || notice.Severity != NoticeSeverity.Information)
        {
            error.WriteLine(Line(notice));
        }
    }

    private static string Kind(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Failure => "failed",
        NoticeSeverity.Warning => "warning",
        _ => "note",
    };
}
