using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Compare;

/// <summary>Writes a comparison as a picture and, beside it, as a table.</summary>
public static class ComparisonOutputs
{
    /// <summary>Where the table goes.</summary>
    /// <param name="picturePath">The picture.</param>
    /// <returns>Its name with ".csv" in place of its ending.</returns>
    public static string TablePath(string picturePath) => Path.ChangeExtension(picturePath, ".csv");

    /// <summary>Writes picture and table, each atomically.</summary>
    /// <param name="picturePath">The picture, in a folder that exists.</param>
    /// <param name="sets">The figures.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Write(string picturePath, IReadOnlyList<SetStatistics> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        byte[] picture = ComparisonPicture.Draw(
        [
            .. sets.Select(set => new ComparisonSeries(
                set.Name,
                set.IsSimulated,
                [.. set.Spectrum.Select(point => new PlotPoint(point.Frequency, point.Power))],
                [.. set.Histogram.Select(point => new PlotPoint(point.Level, point.Density))])),
        ]);
        AtomicFile.Write(picturePath, stream => stream.Write(picture));
        AtomicFile.WriteText(TablePath(picturePath), writer => WriteTable(writer, sets));
    }

    /// <summary>Writes comma-separated lines: set, quantity, where on its axis (empty for single numbers), value.
    /// </summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="sets">The figures.</param>
    public static void WriteTable(TextWriter writer, IReadOnlyList<SetStatistics> sets)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(sets);
        writer.WriteLine("set,quantity,at,value");
        foreach (SetStatistics set in sets)
        {
            string name = Quoted(set.Name);
            (string Quantity, double? At, double Value)[] lines =
            [
                ("micrographs", null, set.Micrographs),
                ("mean", null, set.Mean),
                ("deviation", null, set.Deviation),
                ("skewness", null, set.Skewness),
                ("excess_kurtosis", null, set.ExcessKurtosis),
                .. set.Spectrum.Select(point => ("power", (double?)point.Frequency, point.Power)),
                .. set.Histogram.Select(point => ("density", (double?)point.Level, point.Density)),
            ];
            foreach ((string quantity, double? at, double value) in lines)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name},{quantity},{at:G6},{value:G6}"));
            }
        }
    }

    private static string Quoted(string name) =>
        name.AsSpan().ContainsAny(',', '"') ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
