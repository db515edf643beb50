using System.Globalization;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Shell;

/// <summary>What to do about a notice on this command line: the engine knows codes, no options.</summary>
internal static class Hints
{
    private static readonly Dictionary<string, string> _hints = new(StringComparer.Ordinal)
    {
        [NoticeCode.PixelSizeUnknown] = "give --pixel-size",
        [NoticeCode.DiameterUnknown] = "give --diameter",
        [NoticeCode.PixelSizeUnfit] = "give the diameter in angstrom, or the right --pixel-size",
        [NoticeCode.PixelSizesDiffer] = "--pixel-size overrides what the files say",
        [NoticeCode.SeveralImages] = "--slice names one from 0 to {0:G}",
        [NoticeCode.TiffOrientation] = "--flip-y turns rows over",
        [NoticeCode.ContrastInverted] = "--contrast overrides what was found",
        [NoticeCode.SelectionTypes] = "--selection-type takes another",
        [NoticeCode.PriorNeeded] = "give --prior",
        [NoticeCode.SizeUnknown] = "give --micrographs or --size",
        [NoticeCode.CheckpointThere] = "use --resume to continue it, or --overwrite to start over",
        [NoticeCode.OutputTaken] = "give another --out, or --overwrite to replace them",
        [NoticeCode.ModelThere] = "give another --out, or --overwrite to replace it",
        [NoticeCode.PicturesMissing] = "give --micrographs",
        [NoticeCode.SizesDiffer] = "deepem convert --bin says by how much",
        [NoticeCode.BoxSizeUnknown] = "give --box PIXELS",
        [NoticeCode.MirroredInX] = "deepem convert --flip-x turns them; where it is given, leave it out",
        [NoticeCode.MirroredInY] = "deepem convert --flip-y turns them; where it is given, leave it out",
        [NoticeCode.MirroredInBoth] =
            "deepem convert --flip-x --flip-y turns them; where both are given, leave them out",
        [NoticeCode.CountsFromLastRow] = "deepem convert --flip-y turns it",
        [NoticeCode.CoordinatesScaled] = "deepem convert --bin {0:G3} brings them to its pixels",
        [NoticeCode.NothingMatched] =
            "file names must agree but for folder and extension; without --micrographs those of the picks are kept",
        [NoticeCode.OriginsUncertain] = "deepem convert --pixel-size, or --micrographs with a STAR list, tells it",
        [NoticeCode.MaskRemoved] = "--no-mask picks there, too, and --write-masks shows where",
        [NoticeCode.OutputExists] = "--overwrite replaces it",
        [NoticeCode.LowConfidence] = "deepem convert --min-score leaves them out",
    };

    /// <summary>The hint for a code.</summary>
    /// <param name="code">One of <see cref="NoticeCode"/>.</param>
    /// <param name="figure">The number of the notice, or null.</param>
    /// <returns>What to do; null where there is nothing to say, or a number is needed and not known.</returns>
    public static string? For(string code, NoticeFigure? figure)
    {
        if (!_hints.TryGetValue(code, out string? hint))
        {
            return null;
        }

        return !hint.Contains("{0", StringComparison.Ordinal) ? hint
            : figure is { } known ? string.Format(CultureInfo.InvariantCulture, hint, known.Value)
            : null;
    }

    /// <summary>A notice with what to do about it, one line.</summary>
    /// <param name="notice">The notice.</param>
    public static string Line(Notice notice) => Join(notice.ToString(), For(notice.Code, notice.Figure));

    /// <summary>The message of an error with what to do about it, one line.</summary>
    /// <param name="exception">The error.</param>
    public static string Line(Exception exception) => Join(
        exception.Message,
        exception is NoticedException noticed ? For(noticed.Code, noticed.Figure) : null);

    private static string Join(string text, string? hint) =>
        (hint is null ? text : $"{text}; {hint}").ReplaceLineEndings(" ");
}
