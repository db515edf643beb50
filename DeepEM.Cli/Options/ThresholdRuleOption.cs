using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepEM.Engine.Learning.Calibration;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses how the threshold is set.</summary>
internal static class ThresholdRuleOption
{
    private const string Precision = "precision:";

    /// <summary>A new option; left out, its value is null.</summary>
    public static Option<ThresholdRule?> Create() => new Option<ThresholdRule?>("--threshold-rule")
    {
        HelpName = "f1|f2|precision:P",
        Description = "How the stored threshold is chosen [default: f1; f2 for klh and 19s]",
        CustomParser = Parse,
    }.WithDetails("f1: best expected F1. f2: best expected F2, as published: recall counts four times. precision:P: "
        + "the lowest threshold with an expected precision of P, 0 to 1.");

    private static ThresholdRule? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text is "f1" or "f2")
        {
            return text == "f1" ? ThresholdRule.F1 : ThresholdRule.F2;
        }

        if (text.StartsWith(Precision, StringComparison.Ordinal)
            && double.TryParse(
                text.AsSpan(Precision.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double precision)
            && precision is > 0 and < 1)
        {
            return ThresholdRule.ForPrecision(precision);
        }

        result.AddError($"--threshold-rule is '{text}', expected f1, f2 or precision:P with P between 0 and 1");
        return null;
    }
}
