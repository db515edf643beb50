using System.Globalization;
using DeepEM.Engine.Jobs.Compare;

namespace DeepEM.Cli.Output;

/// <summary>Writes a comparison of sets of micrographs as a table for people.</summary>
internal static class ComparisonText
{
    /// <summary>Writes a line for each set, and what was written.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(ComparisonReport report, TextWriter output)
    {
        int width = report.Sets.Max(set => set.Name.Length);
        output.WriteLine($"{"set".PadRight(width)}  micrographs    mean  deviation  skewness  excess kurtosis");
        foreach (SetStatistics set in report.Sets)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{set.Name.PadRight(width)}  {set.Micrographs,11}  {set.Mean,6:F3}  {set.Deviation,9:F3}  "
                + $"{set.Skewness,8:F3}  {set.ExcessKurtosis,15:F3}"));
        }

        output.WriteLine($"Wrote {string.Join(", ", report.Files)}");
    }
}
