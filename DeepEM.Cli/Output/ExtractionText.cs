using System.Globalization;
using DeepEM.Engine.Jobs.Extract;
using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what an extraction gave.</summary>
internal static class ExtractionText
{
    /// <summary>Writes some lines.</summary>
    /// <param name="report">What it gave.</param>
    /// <param name="box">Which boxes.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(ExtractionReport report, BoxSettings box, TextWriter output)
    {
        string size = box.WrittenSide == box.Side ? $"{box.Side} px" : $"{box.Side} px rescaled to {box.WrittenSide}";
        string pixels = report.PixelSizeAngstrom is { } angstrom
            ? string.Create(CultureInfo.InvariantCulture, $" of {angstrom:0.####} A")
            : string.Empty;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Extracted {Counted.Of(report.Particles, "particle")} from "
            + $"{Counted.Of(report.Stacks.Count, "micrograph")}, boxes of {size}{pixels}, in "
            + $"{report.Elapsed.TotalSeconds:F1} s"));
        if (report.LeftOut > 0)
        {
            output.WriteLine($"{Counted.Of(report.LeftOut, "pick")} left out");
        }

        if (report.WithoutPicks > 0)
        {
            output.WriteLine($"{Counted.Of(report.WithoutPicks, "micrograph")} without picks");
        }

        output.WriteLine($"Wrote {report.ParticleFile} and {Counted.Of(report.Stacks.Count, "stack")}");
    }
}
