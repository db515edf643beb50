using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>The log of a job of RELION, whose window shows <c>run.out</c> and, in red, <c>run.err</c>: how far it is
/// and what is worth knowing goes into the one, what is odd or failed into the other.</summary>
/// <param name="output">What becomes <c>run.out</c>.</param>
/// <param name="error">What becomes <c>run.err</c>.</param>
/// <param name="command">The command in full.</param>
/// <param name="isQuiet">Whether progress is left out.</param>
/// <param name="isVerbose">Whether every step of the progress is a line.</param>
internal sealed class RelionJobLog(
    TextWriter output, TextWriter error, string command, bool isQuiet = false, bool isVerbose = false) : RunLog
{
    private readonly TextLog _said = new(output, command);
    private readonly TextLog _odd = new(error, command);

    /// <inheritdoc/>
    public override T Show<T>(Func<IProgress<StageProgress>, Action<Notice>, T> work)
    {
        IProgress<StageProgress> progress =
            isVerbose ? new LineProgress(output, TimeProvider.System, TimeSpan.Zero)
            : isQuiet ? new SilentProgress()
            : new RelionJobProgress(output, TimeProvider.System);
        return work(progress, notice => Write([notice]));
    }

    /// <inheritdoc/>
    public override void Write(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            bool isOdd = notice.Severity != NoticeSeverity.Information;
            (isOdd ? _odd : _said).Write(isOdd || !isQuiet ? [notice] : []);
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception, string? text = null) => _odd.Fail(exception, text);

    /// <inheritdoc/>
    public override void Refuse(IEnumerable<string> mistakes, string usage) => _odd.Refuse(mistakes, usage);

    /// <inheritdoc/>
    public override void End(ExitCode code)
    {
        // RELION hears of it by a file.
    }
}
