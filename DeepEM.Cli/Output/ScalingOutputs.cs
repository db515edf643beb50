using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Cli.Output;

/// <summary>How the time of picking grows, as lines, a table and a picture.</summary>
internal static class ScalingOutputs
{
    /// <summary>Says each point as it is measured, and writes all of them at the end.</summary>
    /// <param name="folder">Where scaling.csv and scaling.png go; made when missing.</param>
    /// <param name="output">Receives a line for each point.</param>
    /// <param name="measured">The points.</param>
    public static void Write(string folder, TextWriter output, IEnumerable<ScalingPoint> measured)
    {
        OutputFolder.Make(folder);
        List<ScalingPoint> points = [];
        foreach (ScalingPoint point in measured)
        {
            points.Add(point);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Name(point.Axis),-24} {point.Value,8} {point.Seconds,10:F4} s"));
        }

        AtomicFile.WriteText(Path.Combine(folder, "scaling.csv"), writer =>
        {
            writer.WriteLine("axis,value,seconds");
            foreach (ScalingPoint point in points)
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{point.Axis},{point.Value},{point.Seconds:F6}"));
            }
        });
        byte[] picture = ScalingPicture.Draw(
        [
            .. points.GroupBy(point => point.Axis).Select(axis => (
                Name(axis.Key),
                axis.Key == ScalingAxis.Micrographs ? "seconds for all" : "seconds a micrograph",
                (IReadOnlyList<PlotPoint>)[.. axis.Select(point => new PlotPoint(point.Value, point.Seconds))])),
        ]);
        AtomicFile.Write(Path.Combine(folder, "scaling.png"), stream => stream.Write(picture));
    }

    private static string Name(ScalingAxis axis) => axis switch
    {
        ScalingAxis.Side => "side, pixels",
        ScalingAxis.Diameter => "particle diameter, pixels",
        _ => "micrographs in a run",
    };
}
