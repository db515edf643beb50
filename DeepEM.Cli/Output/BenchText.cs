using System.Globalization;
using DeepEM.Engine.Jobs.Bench;

namespace DeepEM.Cli.Output;

/// <summary>Writes measurements of a device for people.</summary>
internal static class BenchText
{
    /// <summary>Writes the table of a device, a row as it is measured.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(IEnumerable<BenchmarkRow> rows, TextWriter output)
    {
        output.WriteLine($"{"",-34} {"ms",10} {"rate",12} {"",-14} {"of limit",8}");
        foreach (BenchmarkRow row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Subject,-34} {row.Milliseconds,10:F3} {row.Rate,12:F1} {row.Unit,-14} {row.Share,8:P0}")
                .TrimEnd());
        }
    }

    /// <summary>Writes a figure of a network.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="output">Receives the line.</param>
    public static void Write(BenchmarkFigure figure, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{figure.Key,-24} {figure.Value,12:F3}"));

    /// <summary>Writes how long a picking took.</summary>
    /// <param name="point">The measurement.</param>
    /// <param name="output">Receives the line.</param>
    public static void Write(ScalingPoint point, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{ScalingOutputs.NameOf(point.Axis),-24} {point.Value,8} {point.Seconds,10:F4} s"));
}
