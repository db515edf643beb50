using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws where a failure must end nothing: a picture is looked at, results are worked with.</summary>
internal static class PictureAttempt
{
    /// <summary>Draws and writes a picture.</summary>
    /// <param name="subject">What is drawn, for the notice.</param>
    /// <param name="draw">Draws and writes it.</param>
    /// <returns>A warning with the reason where it failed, whatever the reason; else null.</returns>
    public static Notice? Run(string subject, Action draw)
    {
        try
        {
            draw();
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A library that cannot be loaded shows as the failure of whichever type asked for it first.
            Exception reason = exception is TypeInitializationException { InnerException: { } inner }
                ? inner
                : exception;
            string text = reason is NoticedException noticed ? noticed.Text : reason.Message;
            return Notice.Warning(
                subject, NoticeCode.PictureNotDrawn, $"could not be drawn: {text.ReplaceLineEndings(" ")}");
        }
    }
}
