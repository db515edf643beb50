using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>What is said to whoever reads the caller's log: a line each, nothing twice.</summary>
/// <param name="error">Where lines go.</param>
/// <param name="isVerbose">Whether progress and what is merely good to know are said, too.</param>
internal sealed class TopazLog(TextWriter error, bool isVerbose) : IProgress<StageProgress>
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says a line, once.</summary>
    /// <param name="line">The line.</param>
    public void Say(string line)
    {
        lock (_said)
        {
            if (_said.Add(line))
            {
                error.WriteLine($"deepem-topaz: {line.ReplaceLineEndings(" ")}");
            }
        }
    }

    /// <summary>Says a notice: always where something is odd, else to who wants to know all.</summary>
    /// <param name="notice">The notice.</param>
    public void Tell(Notice notice)
    {
        if (isVerbose || notice.Severity != NoticeSeverity.Information)
        {
            Say(notice.Severity == NoticeSeverity.Warning ? $"warning: {notice}" : notice.ToString());
        }
    }

    /// <summary>Says which options were given that are not known, or do nothing here.</summary>
    /// <param name="words">The words of the command line.</param>
    public void Tell(TopazWords words)
    {
        if (words.Unknown.Count > 0)
        {
            Say($"warning: not known, passed over: {string.Join(", ", words.Unknown.Distinct())}");
        }

        string[] idle = [.. words.Idle];
        if (idle.Length > 0)
        {
            Say($"no effect here: {string.Join(", ", idle)}");
        }
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        if (isVerbose)
        {
            Say(FormattableString.Invariant($"{value.Stage}: {value.Done} of {value.Total}"));
        }
    }
}
