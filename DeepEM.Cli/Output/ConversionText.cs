using DeepEM.Engine.Jobs.Convert;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a conversion of coordinates gave.</summary>
internal static class ConversionText
{
    /// <summary>Writes some lines.</summary>
    /// <param name="report">What it gave.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(ConversionReport report, TextWriter output)
    {
        string files = report.Files.Count switch
        {
            0 => "nothing",
            1 => report.Files[0],
            _ => $"{report.Files[^1]} and {report.Files.Count - 1} more",
        };
        output.WriteLine(
            $"{Counted.Of(report.Particles, "particle")} on {Counted.Of(report.Micrographs, "micrograph")}");
        if (report.Comparison is not null)
        {
            output.WriteLine(report.Comparison);
        }

        output.WriteLine($"Wrote {files}");
    }
}
