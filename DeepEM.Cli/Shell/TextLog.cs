using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>The log for people: bars on a terminal, a line now and then elsewhere.</summary>
/// <param name="error">Receives it.</param>
/// <param name="command">The command in full.</param>
internal sealed class TextLog(TextWriter error, string command) : RunLog
{
    /// <inheritdoc/>
    public override T Show<T>(Func<IProgress<StageProgress>, T> work)
    {
        // Bars need the real stderr, and a terminal.
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return work(new LineProgress(error, TimeProvider.System));
        }

        return TerminalProgress.Show(error, work);
    }

    /// <inheritdoc/>
    public override void Write(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            error.WriteLine($"{Kind(notice.Severity)}: {Hints.Line(notice)}");
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception, string? text = null) =>
        error.WriteLine($"{command}: {text ?? Hints.Line(exception)}");

    /// <inheritdoc/>
    public override void End(ExitCode code)
    {
        // People see that the prompt is back.
    }

    private static string Kind(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Failure => "failed",
        NoticeSeverity.Warning => "warning",
        _ => "note",
    };
}
