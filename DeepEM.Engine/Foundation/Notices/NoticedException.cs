namespace DeepEM.Engine.Foundation.Notices;

/// <summary>
/// An error that is the user's to mend: a file, a device or data that cannot be used. Its message is one line.
/// </summary>
/// <param name="subject">What cannot be used; empty where the text says it.</param>
/// <param name="code">One of <see cref="NoticeCode"/>.</param>
/// <param name="text">What was found and what was expected; no line break.</param>
/// <param name="innerException">What caused it, if anything did.</param>
public abstract class NoticedException(string subject, string code, string text, Exception? innerException = null)
    : Exception(subject.Length == 0 ? text : $"{subject}: {text}", innerException)
{
    /// <summary>What cannot be used.</summary>
    public string Subject { get; } = subject;

    /// <summary>One of <see cref="NoticeCode"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The message without the subject.</summary>
    public string Text { get; } = text;

    /// <summary>The number it is about, where a hint needs it; null elsewhere.</summary>
    public NoticeFigure? Figure { get; init; }
}
