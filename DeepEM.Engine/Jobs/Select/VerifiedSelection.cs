using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Convert;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>Chooses from the folder of a verification, file to file.</summary>
/// <remarks>Places are those of the picker, and the score that is written is the probability. A table of particles
/// keeps all columns of <c>verification.star</c> but the origins, which are 0.</remarks>
internal static class VerifiedSelection
{
    /// <summary>Chooses and writes all but the record.</summary>
    /// <param name="path">The folder of the verification.</param>
    /// <param name="settings">What to keep and where to.</param>
    /// <param name="context">Whom to report to and when to stop.</param>
    /// <returns>What was kept.</returns>
    /// <exception cref="SettingsException">Settings do not go together.</exception>
    /// <exception cref="InvalidFileException">A file of the verification, a mask or a list of classes is wrong.
    /// </exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static SelectionReport Run(string path, SelectionSettings settings, JobContext context)
    {
        long start = Stopwatch.GetTimestamp();
        VerifiedRules rules = settings.Verified ?? new VerifiedRules();
        Require(path, settings, rules);
        List<Notice> warnings = [];
        var folder = VerificationFolder.Read(path);
        VerificationResult result = folder.Result;
        if (rules.MostNoise is not null && result.NoiseRates.Count == 0)
        {
            throw Refusal(path, "noise was not seen, so no share of it can be promised; expected a probability, a "
                + "precision or a count");
        }

        if (result.Guard?.Verdict == AverageVerdict.Noise)
        {
            warnings.Warn(path, NoticeCode.AveragesDoubtful, "averages of noise look like the class averages of this "
                + "verification: probabilities and classes may be wrong, look at its report before you use them");
        }

        VerifiedChoice choice = new(result, settings);
        choice.Run(Masks(result, rules, context, warnings), Classes(result, rules, path), warnings);
        int[] kept = [.. Enumerable.Range(0, result.Picks.Count).Where(n => choice.Reasons[n] is null)];
        IReadOnlyList<string> files = Write(folder, kept, settings, warnings, context);
        string dropped = Path.Combine(settings.Folder, DroppedTable.FileName);
        AtomicFile.WriteText(dropped, writer => DroppedTable.Write(writer, result, choice.Reasons));
        WarnOfNothing(choice, kept.Length, path, warnings);
        double[] probabilities = [.. kept.Select(n => result.Picks[n].Probability)];
        return new SelectionReport(
            [.. files, dropped],
            result.Micrographs.Count,
            result.Picks.Count,
            kept.Length,
            [.. warnings.Distinct()],
            [])
        {
            Threshold = choice.LeastProbability,
            Noise = choice.Noise,
            Dropped = choice.Sums,
            ExpectedPrecision = probabilities.Length > 0 ? probabilities.Average() : null,
            WithoutPicks = result.Micrographs.Count - kept.Select(n => result.Picks[n].Micrograph).Distinct().Count(),
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    private static void Require(string path, SelectionSettings settings, VerifiedRules rules)
    {
        if (settings.Threshold is not null)
        {
            throw Refusal(path, "is a verification, in which a probability says more than a score; expected a "
                + "probability, a precision, a share of noise or a count");
        }

        int counts = (settings.TargetPrecision is null ? 0 : 1) + (settings.Count is null ? 0 : 1)
            + (rules.MinimumProbability is null ? 0 : 1) + (rules.MostNoise is null ? 0 : 1);
        if (counts > 1)
        {
            throw Refusal(
                string.Empty,
                "several of a probability, a precision, a share of noise and a count were asked for, expected one of "
                + "them");
        }

        int classes = (rules.Classes is null ? 0 : 1) + (rules.NotClasses is null ? 0 : 1)
            + (rules.AutoClasses ? 1 : 0);
        if (classes > 1)
        {
            throw Refusal(string.Empty, "classes were named in several ways, expected one of them");
        }
    }

    private static SettingsException Refusal(string subject, string text) =>
        new(subject, NoticeCode.SettingsConflict, text);

    // Picks without a class are kept only where classes are named that are not to be kept.
    private static IReadOnlySet<int>? Classes(VerificationResult result, VerifiedRules rules, string path)
    {
        if (rules is { Classes: null, NotClasses: null, AutoClasses: false })
        {
            return null;
        }

        if (result.Classes.Count == 0)
        {
            throw Refusal(path, "has no classes, for which there were too few picks; expected a choice without them");
        }

        return rules.Classes is { } good ? ClassList.Read(good, result.Classes.Count)
            : rules.NotClasses is { } bad
                ? Enumerable.Range(0, result.Classes.Count + 1)
                    .Except(ClassList.Read(bad, result.Classes.Count)).ToHashSet()
            : GoodClasses.Of(result.Classes);
    }

    private static MicrographMask?[] Masks(
        VerificationResult result, VerifiedRules rules, JobContext context, List<Notice> warnings)
    {
        MicrographMask?[] masks = new MicrographMask?[result.Micrographs.Count];
        if (rules.MaskFolder is not { } path)
        {
            return masks;
        }

        MaskFolder folder = new(path, rules.MaskKeeps);
        MicrographSource[] sources =
            [.. result.Micrographs.Select(one => new MicrographSource(one.Path, one.Name, null))];
        _ = folder.Missing(sources);
        for (int m = 0; m < masks.Length; m++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            MicrographSize size = result.Micrographs[m].Size;
            masks[m] = folder.Read(sources[m].Stem, size.Height, size.Width);
        }

        int without = masks.Count(mask => mask is null);
        if (without > 0)
        {
            warnings.Warn(path, NoticeCode.MaskMissing, string.Create(
                CultureInfo.InvariantCulture,
                $"no mask for {without} of {masks.Length} micrographs, "
                + $"{sources[Array.IndexOf(masks, null)].Stem} for example; nothing is masked there"));
        }

        return masks;
    }

    private static IReadOnlyList<string> Write(
        VerificationFolder folder, int[] kept, SelectionSettings settings, List<Notice> warnings, JobContext context)
    {
        IReadOnlyList<MicrographPicks> picks = folder.Picks(kept.Select(n =>
        {
            VerifiedPick pick = folder.Result.Picks[n];
            return (pick.Micrograph, pick.Particle with { FigureOfMerit = pick.Probability, Row = n });
        }));
        ConversionSettings conversion = new(settings.Format, settings.Folder) { BoxSize = settings.BoxSize };
        return new ConversionOutputs(conversion, [folder.Path], replaces: settings.Overwrite).Write(
            [
                .. picks.Select(one => one with
                {
                    BoxSize = settings.BoxSize,
                    PixelSizeAngstrom = settings.PixelSizeAngstrom ?? one.PixelSizeAngstrom,
                }),
            ],
            warnings,
            context.Progress,
            context.Cancellation);
    }

    private static void WarnOfNothing(VerifiedChoice choice, int kept, string path, List<Notice> warnings)
    {
        if (kept > 0)
        {
            return;
        }

        IEnumerable<string> why = choice.Sums.Where(one => one.Picks > 0).Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{one.Reason} {one.Picks}"));
        warnings.Warn(path, NoticeCode.NoPicks, choice.Reasons.Count == 0
            ? "has no picks to choose from"
            : $"no pick is left; dropped for {string.Join(", ", why)}");
    }
}
