using System.Globalization;
using DeepEM.Engine.Jobs.Select;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a selection of picks gave.</summary>
internal static class SelectionText
{
    /// <summary>Writes some lines.</summary>
    /// <param name="report">What it gave.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(SelectionReport report, TextWriter output)
    {
        string threshold = report.Threshold is { } least && double.IsFinite(least)
            ? string.Create(CultureInfo.InvariantCulture, $" at threshold {least:0.000}")
            : string.Empty;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Kept {report.Picks} of {Counted.Of(report.Candidates, "candidate")} on "
            + $"{Counted.Of(report.Micrographs, "micrograph")}{threshold} in {report.Elapsed.TotalSeconds:F1} s"));
        if (report.ExpectedPrecision is { } precision)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"About {100 * precision:F0} % of them are particles, if the scores are right"));
        }

        if (report.Noise is { } noise)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"From logit {noise.Threshold:0.00} on {100 * noise.Rate:F1} % of all picks are maxima of noise "
                + $"({100 * noise.Low:F1} to {100 * noise.High:F1} %)"));
        }

        if (report.Dropped.Count > 0)
        {
            IEnumerable<string> sums = report.Dropped.Select(one => string.Create(
                CultureInfo.InvariantCulture, $"{one.Reason} {one.Picks}"));
            output.WriteLine(
                $"Left out {report.Dropped.Sum(one => one.Picks)}, in this order: {string.Join(", ", sums)}");
        }

        if (report.WithoutPicks > 0)
        {
            output.WriteLine($"{Counted.Of(report.WithoutPicks, "micrograph")} without picks");
        }

        IReadOnlyList<string> files = report.Files;
        output.WriteLine(files.Count > 2
            ? $"Wrote {files[^2]}, {files[^1]} and {files.Count - 2} more"
            : $"Wrote {string.Join(", ", files)}");
    }
}
