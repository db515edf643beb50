using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Jobs.Select;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Cli.Options;

/// <summary>The options that say which picks of a verification are kept.</summary>
internal sealed class VerifiedSelectionOptions
{
    private const string NoReason = "none";

    private readonly Option<double?> _probability = NumberOption.OptionalReal(
        "--min-probability", "R", "Least probability of a pick", RealRange.FromTo(0, 1), "0.5")
        .WithDetails("Of a verification. 0 keeps picks of any probability.");

    private readonly Option<double?> _noise = NumberOption.OptionalReal(
        "--target-fdr", "Q", "Most noise among the picks", RealRange.FromTo(0, 1), "not asked")
        .WithDetails("Of a verification: the lowest threshold at which no more than this share of the picks are maxima "
            + "of noise, with one more decoy than was counted. Junk that is no noise is not in it.");

    private readonly Option<string?> _classes = PathOption.Optional(
        "--classes", "GOOD", "Classes to keep: good.txt of the report, or 1,4,9 [default: all]")
        .WithDetails("Of a verification. In a file numbers stand one a line or with commas; # begins a comment.");

    private readonly Option<string?> _notClasses = PathOption.Optional(
        "--not-classes", "BAD", "Classes to leave out: a file, or 3,7 [default: none]");

    private readonly Option<bool> _autoClasses = new Option<bool>("--auto-classes")
    {
        Description = "Keep the classes that seem to be particles [default: all]",
    }.WithDetails("Of a verification: those of which half or more are particles by estimate, and that show more than "
        + "averages of noise do.");

    private readonly Option<OutlierReasons?> _drop = new Option<OutlierReasons?>("--drop")
    {
        HelpName = "REASON,...",
        Description = "Reasons to leave picks out for, too; none: for no reason",
        CustomParser = Reasons,
    }.WithDetails("Of a verification. unexplained, scattered and duplicate are left out anyway; crowded, off-centre, "
        + "grey, texture and mask-edge can be added. none keeps all of them.");

    private readonly Option<string?> _mask = MaskOption.Folder();

    private readonly Option<MaskMeaning> _keeps = MaskOption.Keeps();

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [_probability, _noise, _classes, _notClasses, _autoClasses, _drop, _mask, _keeps];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The rules; null where none of the options was given.</returns>
    public VerifiedRules? Of(ParseResult result)
    {
        if (All.All(option => result.GetResult(option) is null or { Implicit: true }))
        {
            return null;
        }

        return new VerifiedRules
        {
            MinimumProbability = result.GetValue(_probability),
            MostNoise = result.GetValue(_noise),
            Classes = result.GetValue(_classes),
            NotClasses = result.GetValue(_notClasses),
            AutoClasses = result.GetValue(_autoClasses),
            Drop = result.GetValue(_drop) ?? VerifiedRules.UsuallyDropped,
            MaskFolder = result.GetValue(_mask),
            MaskKeeps = result.GetValue(_keeps),
        };
    }

    private static OutlierReasons? Reasons(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == NoReason)
        {
            return OutlierReasons.None;
        }

        OutlierReasons reasons = VerifiedRules.UsuallyDropped;
        foreach (string word in text.Split(','))
        {
            if (OutlierWords.Find(word.Trim()) is not { } reason)
            {
                string known = string.Join(", ", OutlierWords.All.Select(one => one.Word));
                result.AddError($"--drop is '{text}', expected {NoReason}, or some of {known}, with commas");
                return null;
            }

            reasons |= reason;
        }

        return reasons;
    }
}
