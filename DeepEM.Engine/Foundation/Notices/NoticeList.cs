namespace DeepEM.Engine.Foundation.Notices;

/// <summary>Adds notices to the list that a piece of work was handed.</summary>
public static class NoticeList
{
    /// <summary>Adds a warning.</summary>
    /// <param name="notices">The list.</param>
    /// <param name="subject">What it is about; empty for the whole run.</param>
    /// <param name="code">One of <see cref="NoticeCode"/>.</param>
    /// <param name="text">One user-readable line, without the subject.</param>
    /// <param name="figure">The number it is about, or null.</param>
    public static void Warn(
        this ICollection<Notice> notices, string subject, string code, string text, NoticeFigure? figure = null)
    {
        ArgumentNullException.ThrowIfNull(notices);
        notices.Add(Notice.Warning(subject, code, text) with { Figure = figure });
    }
}
