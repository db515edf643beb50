using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Writes how the time of picking grows as a table and a picture.</summary>
public static class ScalingOutputs
{
    /// <summary>What grows, in words.</summary>
    /// <param name="axis">The axis.</param>
    /// <returns>A few words with the unit.</returns>
    public static string NameOf(ScalingAxis axis) => axis switch
    {
        ScalingAxis.Side => "side, pixels",
        ScalingAxis.Diameter => "particle diameter, pixels",
        _ => "micrographs in a run",
    };

    /// <summary>Writes table and picture.</summary>
    /// <param name="folder">Where scaling.csv and scaling.png go; made when missing.</param>
    /// <param name="points">The points.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Write(string folder, IReadOnlyList<ScalingPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        OutputFolder.Make(folder);
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
                NameOf(axis.Key),
                axis.Key == ScalingAxis.Micrographs ? "seconds for all" : "seconds per micrograph",
                (IReadOnlyList<PlotPoint>)[.. axis.Select(point => new PlotPoint(point.Value, point.Seconds))])),
        ]);
        AtomicFile.Write(Path.Combine(folder, "scaling.png"), stream => stream.Write(picture));
    }
}
