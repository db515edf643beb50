namespace DeepEM.Engine.Foundation.Notices;

/// <summary>What a user should know of a run, as data: a console, a log or a page shows it in its own way.</summary>
/// <remarks>
/// The text names no option of any program: what to do about a notice depends on where it is read, and is told by its
/// code.
/// </remarks>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What it is about: a file, a micrograph, a device; empty for the whole run.</param>
/// <param name="Code">One of <see cref="NoticeCode"/>: the same for the same thing in every version.</param>
/// <param name="Text">One user-readable line, without the subject.</param>
public sealed record Notice(NoticeSeverity Severity, string Subject, string Code, string Text)
{
    /// <summary>The number it is about, where a hint needs it; null elsewhere.</summary>
    public NoticeFigure? Figure { get; init; }

    /// <summary>Something odd that did not stop the work.</summary>
    /// <param name="subject">What it is about; empty for the whole run.</param>
    /// <param name="code">One of <see cref="NoticeCode"/>.</param>
    /// <param name="text">One user-readable line, without the subject.</param>
    public static Notice Warning(string subject, string code, string text) =>
        new(NoticeSeverity.Warning, subject, code, text);

    /// <summary>Something that could not be done, as the exception says it.</summary>
    /// <param name="exception">What was thrown.</param>
    public static Notice Failure(NoticedException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new Notice(NoticeSeverity.Failure, exception.Subject, exception.Code, exception.Text)
        {
            Figure = exception.Figure,
        };
    }

    /// <summary>Subject and text as one line.</summary>
    public override string ToString() => Subject.Length == 0 ? Text : $"{Subject}: {Text}";
}
