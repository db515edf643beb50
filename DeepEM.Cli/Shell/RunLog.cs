using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>What a command says of its work on standard error: how far it is, what is odd, what failed.</summary>
internal abstract class RunLog
{
    /// <summary>Makes the log that was asked for.</summary>
    /// <param name="format">For people or for programs.</param>
    /// <param name="isQuiet">Whether progress is left out.</param>
    /// <param name="error">Receives it.</param>
    /// <param name="command">The command in full, for example "deepem pick".</param>
    /// <param name="isVerbose">Whether every step of the progress is told.</param>
    public static RunLog Create(
        LogFormat format, bool isQuiet, TextWriter error, string command, bool isVerbose = false) =>
        format == LogFormat.Json
            ? new JsonLog(error, command, isQuiet, isVerbose)
            : new TextLog(error, command, isQuiet, isVerbose);

    /// <summary>Runs work that reports its progress.</summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    /// <param name="work">Receives where to report; may report from several threads.</param>
    /// <returns>What the work returned.</returns>
    public abstract T Show<T>(Func<IProgress<StageProgress>, Action<Notice>, T> work);

    /// <summary>Says what was odd or failed in a run that went on.</summary>
    /// <param name="notices">The notices, in order.</param>
    public abstract void Write(IEnumerable<Notice> notices);

    /// <summary>Says what ends the command.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="text">The message, where it is not the exception's own.</param>
    public abstract void Fail(Exception exception, string? text = null);

    /// <summary>Says what is wrong with the command line.</summary>
    /// <param name="mistakes">Each a line.</param>
    /// <param name="usage">How it should look, one line.</param>
    public abstract void Refuse(IEnumerable<string> mistakes, string usage);

    /// <summary>Says how the command ended.</summary>
    /// <param name="code">Its exit code.</param>
    public abstract void End(ExitCode code);
}
