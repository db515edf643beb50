using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Foundation;

/// <summary>
/// Settings and paths that do not go together: nothing is wrong with a file, something else has to be asked for.
/// </summary>
/// <param name="subject">What it is about; empty where the text says it.</param>
/// <param name="code">One of <see cref="NoticeCode"/>.</param>
/// <param name="text">What was asked for and what was expected; no line break.</param>
public sealed class SettingsException(string subject, string code, string text)
    : NoticedException(subject, code, text);
