using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Verify;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>Chooses other picks from what a picking has scored, without picking again.</summary>
/// <remarks>
/// A folder that <c>deepem pick</c> left behind has everything that scored above its floor beside the picks
/// (<c>NAME_all.star</c>); any other scored picks that can be converted will do as well, and then there is nothing
/// below them to choose from. The folder of a verification is chosen from by what was found out about its picks
/// (<see cref="VerifiedChoice"/>).
/// </remarks>
public static class SelectionJob
{
    /// <summary>Chooses and writes.</summary>
    /// <param name="picks">A folder, a list or a file of picks.</param>
    /// <param name="settings">What to keep and where to.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was kept.</returns>
    /// <exception cref="SettingsException">Settings do not go together, the folder is that of the picks, scores are no
    /// probabilities where a precision is asked for, or a file is there and is not to be replaced.</exception>
    /// <exception cref="InvalidFileException">Nothing could be read, or a pixel size is needed and not known.
    /// </exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static SelectionReport Run(string picks, SelectionSettings settings, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        bool isVerified = VerificationFolder.IsOne(picks);
        if (!isVerified)
        {
            Require(picks, settings);
        }

        OutputCheck.Require(settings.Folder, [picks], settings.Overwrite);
        SelectionReport report = isVerified
            ? VerifiedSelection.Run(picks, settings, context)
            : Select(picks, settings, context);
        string record = Path.Combine(settings.Folder, RunRecord.FileName);
        RunRecord.Of(context.Arguments, "cpu", Record(picks, settings, report)).Write(record);
        return report with { Files = [.. report.Files, record] };
    }

    private static SelectionReport Select(string picks, SelectionSettings settings, JobContext context)
    {
        long start = Stopwatch.GetTimestamp();
        List<Notice> warnings = [];
        List<InvalidFileException> failures = [];
        ConversionSettings conversion = new(settings.Format, settings.Folder)
        {
            PixelSizeAngstrom = settings.PixelSizeAngstrom,
            BoxSize = settings.BoxSize,
        };
        string named = Path.Combine(picks, PickingOutputs.ListFile);
        string list = Directory.Exists(picks) && File.Exists(named) ? named : picks;
        IReadOnlyList<MicrographPicks> all = PickTable.WithSizes(
            new ConversionInput(conversion, warnings, failures, PickScope.All).Read([list], []),
            picks,
            settings.PixelSizeAngstrom);
        if (all.Count == 0 && failures.Count > 0)
        {
            throw failures[0];
        }

        MicrographPicks[] apart =
        [
            .. all.Select(one =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                return PickChoice.OnMicrograph(one, settings) with { BoxSize = settings.BoxSize ?? one.BoxSize };
            }),
        ];
        (IReadOnlyList<MicrographPicks> kept, double? threshold) = Choose(apart, settings, picks, warnings);
        IReadOnlyList<string> files =
            new ConversionOutputs(conversion, [picks], replaces: settings.Overwrite, keepsColumns: true)
                .Write(kept, warnings, context.Progress, context.Cancellation);
        double[] scores = [.. Scores(kept)];
        return new SelectionReport(
            files,
            kept.Count,
            all.Sum(one => one.Particles.Count),
            scores.Length,
            [.. warnings.Distinct()],
            [.. failures.Select(Notice.Failure)])
        {
            Threshold = threshold,
            ExpectedPrecision = HaveProbabilities(picks) && scores.Length > 0 ? scores.Average() : null,
            WithoutPicks = kept.Count(one => one.Particles.Count == 0),
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    private static void Require(string picks, SelectionSettings settings)
    {
        int rules = (settings.Threshold is null ? 0 : 1) + (settings.TargetPrecision is null ? 0 : 1)
            + (settings.Count is null ? 0 : 1);
        if (rules > 1)
        {
            throw new SettingsException(
                string.Empty,
                NoticeCode.SettingsConflict,
                "a threshold, a precision and a count were asked for, expected one of them");
        }

        if (settings.Verified is not null)
        {
            throw new SettingsException(
                picks,
                NoticeCode.SettingsConflict,
                "is no verification, and only from one it can be chosen by class, probability, share of noise, reason "
                + "or mask; expected the folder that deepem verify wrote");
        }
    }

    private static (IReadOnlyList<MicrographPicks> Kept, double? Threshold) Choose(
        MicrographPicks[] all, SelectionSettings settings, string picks, List<Notice> warnings)
    {
        if (all.Length > 0 && Scores(all).Distinct().Take(2).Count() == 1)
        {
            warnings.Warn(picks, NoticeCode.ScoresEqual, "all picks have one score, which says nothing about them");
        }

        if (settings.Count is { } count)
        {
            return (PickChoice.Best(all, count), null);
        }

        double? threshold = settings.TargetPrecision is { } precision
            ? ThresholdFor(all, precision, picks, warnings)
            : settings.Threshold ?? RunRecord.ThresholdBeside(picks);
        return (threshold is not { } least ? all :
        [
            .. all.Select(one => one with
            {
                Particles = [.. one.Particles.Where(particle => particle.FigureOfMerit >= least)],
            }),
        ], threshold);
    }

    private static double ThresholdFor(
        MicrographPicks[] all, double precision, string picks, List<Notice> warnings)
    {
        if (!HaveProbabilities(picks) || Scores(all).Any(score => score is not (>= 0 and <= 1)))
        {
            throw new SettingsException(
                picks,
                NoticeCode.SettingsConflict,
                $"nothing says that these scores are probabilities ({PickingOutputs.ThresholdFile} does for those of "
                + "deepem pick), so no precision follows from them; expected a threshold or a count");
        }

        if (PickChoice.ThresholdFor(Scores(all), precision) is { } threshold)
        {
            return threshold;
        }

        warnings.Warn(picks, NoticeCode.PrecisionOutOfReach, string.Create(
            CultureInfo.InvariantCulture, $"not even the best pick is expected to reach a precision of {precision}"));
        return double.PositiveInfinity;
    }

    // A picking writes what to expect of thresholds where its scores say it.
    private static bool HaveProbabilities(string picks)
    {
        string folder = Directory.Exists(picks) ? picks : Path.GetDirectoryName(Path.GetFullPath(picks))!;
        return File.Exists(Path.Combine(folder, PickingOutputs.ThresholdFile));
    }

    private static IEnumerable<double> Scores(IEnumerable<MicrographPicks> all) =>
        all.SelectMany(picks => picks.Particles).Select(particle => particle.FigureOfMerit);

    private static Dictionary<string, object?> Record(
        string picks, SelectionSettings settings, SelectionReport report)
    {
        Dictionary<string, object?> record = new()
        {
            ["Run"] = settings,
            ["Source"] = picks,
            ["Threshold"] = report.Threshold is { } least && double.IsFinite(least) ? least : null,
            ["ExpectedPrecision"] = report.ExpectedPrecision,
            ["Micrographs"] = report.Micrographs,
            ["Candidates"] = report.Candidates,
            ["Picks"] = report.Picks,
            ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
        };
        if (report.Dropped.Count > 0)
        {
            record["Dropped"] = report.Dropped.ToDictionary(one => one.Reason, one => one.Picks);
            record["Noise"] = report.Noise;
        }

        return record;
    }
}
