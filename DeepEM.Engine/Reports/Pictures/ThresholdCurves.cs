using System.Globalization;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>A table over thresholds as it is drawn: a count, and shares that are named by the table itself.</summary>
/// <remarks>
/// The picture says what the table says: columns that are added or renamed are drawn under their own names. Which is a
/// share is seen by its values, 0 to 1; the count is the first column after the threshold.
/// </remarks>
/// <param name="Count">Picks over the threshold.</param>
/// <param name="Shares">Precision, recall and the like over the threshold, each with its name.</param>
internal sealed record ThresholdCurves(
    IReadOnlyList<PlotPoint> Count, IReadOnlyList<(string Name, IReadOnlyList<PlotPoint> Points)> Shares)
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">Comma-separated lines below a header; lines that begin with # are comments.</param>
    public static ThresholdCurves Read(string path)
    {
        using StreamReader reader = new(new MemoryStream(InputFile.ReadAll(path)));
        string[][] lines =
        [
            .. reader.ReadToEnd().Split('\n')
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Trim().Split(',')),
        ];
        string[] names = lines.Length == 0 ? [] : lines[0];
        PlotPoint[][] columns =
        [
            .. names.Select((_, column) => lines.Skip(1)
                .Where(line => line.Length > column)
                .Select(line => new PlotPoint(Number(line[0]), Number(line[column])))
                .ToArray()),
        ];
        return new ThresholdCurves(
            columns.Length < 2 ? [] : columns[1],
            [
                .. columns.Skip(2)
                    .Select((points, i) => (
                        names[i + 2].Replace('_', ' '),
                        (IReadOnlyList<PlotPoint>)[.. points.Where(point => double.IsFinite(point.Y))]))
                    .Where(curve => curve.Item2.Count > 0 && curve.Item2.All(point => point.Y is >= 0 and <= 1)),
            ]);
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
