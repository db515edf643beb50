using System.Globalization;
using DeepEM.Engine.Jobs.Consensus;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what joining the picks of several pickers gave.</summary>
internal static class ConsensusText
{
    /// <summary>Writes a line for each picker, for each agreement, and what was kept.</summary>
    /// <param name="report">What it gave.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(ConsensusReport report, TextWriter output)
    {
        foreach (JoinedPicker picker in report.Pickers)
        {
            string judge = picker.IsVerified ? "its verification" : "the others";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{picker.Name}: {Counted.Of(picker.Picks, "pick")} on {Counted.Of(picker.Micrographs, "micrograph")}; "
                + $"by {judge}, about {100 * picker.Precision:F0} % of them are particles, and it finds "
                + $"{100 * picker.Recall:F0} % of theirs"));
        }

        foreach ((IReadOnlyList<string> pickers, int particles) in report.Agreement)
        {
            string only = pickers.Count == 1 ? "only " : string.Empty;
            output.WriteLine($"{Counted.Of(particles, "particle")}: {only}{string.Join(" and ", pickers)}");
        }

        output.WriteLine(
            $"Kept {Counted.Of(report.Picks, "particle")} on {Counted.Of(report.Micrographs, "micrograph")}");
        IReadOnlyList<string> files = report.Files;
        output.WriteLine($"Wrote {files[^2]}, {files[^1]} and {files.Count - 2} more");
    }
}
