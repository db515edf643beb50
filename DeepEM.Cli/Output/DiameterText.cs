using System.Globalization;
using DeepEM.Engine.Jobs.Diameter;
using DeepEM.Engine.Picking.Diameters;

namespace DeepEM.Cli.Output;

/// <summary>Says for people which diameter was found and what to do next.</summary>
internal static class DiameterText
{
    /// <summary>Writes the answer, the diameters that were tried, and the command to go on with.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="micrographs">The micrographs, as they were named.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(DiameterReport report, IReadOnlyList<string> micrographs, TextWriter output)
    {
        DiameterEstimate found = report.Estimate;
        string on = Counted.Of(report.Micrographs, "micrograph");
        output.WriteLine(found is { Measured: { } measured, Mean: { } mean }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Diameter {measured.DiameterAngstrom:F0} A, ±{found.SpreadAngstrom:F0} A between halves of the data: "
                + $"from the mean of {Counted.Of(mean.Particles, "place")} on {on}, which has half of its contrast "
                + $"{measured.EdgeAngstrom:F0} A from the centre")
            : $"No particles were recognised at any diameter on {on}");
        output.WriteLine();
        output.WriteLine("tried, A   contrast   certain   part of the area");
        foreach (DiameterTrial trial in found.Trials)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.DiameterAngstrom,8:F0}   {(trial.IsInverted ? "bright" : "dark"),-8}   {trial.Certain,7}   "
                + $"{trial.Coverage,8:F3}{(ReferenceEquals(trial, found.Best) ? "   measured here" : string.Empty)}"));
        }

        output.WriteLine();
        output.WriteLine($"Wrote {string.Join(", ", report.Files)}");
        output.WriteLine(found.Measured is { } known
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Go on with: deepem pick {string.Join(' ', micrographs.Select(ShellWord.Of))} --diameter "
                + $"{known.DiameterAngstrom:F0}{Contrast(found)} --out DIR")
            : "Try: more --micrographs, another --contrast, the right --pixel-size; or measure a particle in a viewer, "
                + "label 25 to 100 and train");
    }

    private static string Contrast(DiameterEstimate found) =>
        found.Best is { IsInverted: true } ? " --contrast bright" : string.Empty;
}
