using System.Globalization;
using DeepEM.Engine.Jobs.Evaluate;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Cli.Output;

/// <summary>Writes an evaluation for people: a table, and what it says in plain words.</summary>
internal static class EvaluationText
{
    private const string Unknown = "-";

    /// <summary>Writes the report.</summary>
    /// <param name="job">The figures, and what they are of.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(EvaluationJobReport job, TextWriter output)
    {
        EvaluationReport report = job.Evaluation;
        output.WriteLine(
            $"{Counted.Of(report.Labels, "label")} on {Counted.Of(report.Micrographs, "micrograph")}");
        output.WriteLine(
            $"precision, recall, F1, F2 of {Counted.Of(report.Picks, "pick")}: {Sources(job.Input.PickSources)}");
        output.WriteLine(
            $"AP, best F1 of {Counted.Of(report.ScoredPicks, "scored pick")}: {Sources(job.Input.CandidateSources)}");
        output.WriteLine();
        WriteTable(report, output);
        output.WriteLine();
        output.WriteLine(InWords(report));
    }

    /// <summary>What the headline figures mean, in a few sentences.</summary>
    /// <param name="report">The report.</param>
    public static string InWords(EvaluationReport report)
    {
        RadiusReport headline = report.Headline();
        double pixelSize = report.Settings.PixelSizeAngstrom;
        string words = string.Create(
            CultureInfo.InvariantCulture,
            $"{headline.Matched} of {headline.Labels} labelled particles were found ({headline.Recall:P0}), and "
            + $"{headline.Precision:P0} of the {headline.Picks} picks are labelled particles");
        words += headline.Matched > 0
            ? Text($"; centre error {headline.RmsErrorPixels * pixelSize:F1} A RMS. ")
            : ". ";
        return words + (headline.RandomF1, headline.F1) switch
        {
            (null, _) => "The F1 of random picks is unknown without the sizes of the micrographs.",
            (double floor, double f1) when f1 > 2 * floor => Text($"Random picks would score F1 {floor:F2}."),
            (double floor, double f1) when f1 > floor => Text(
                $"Random picks would score F1 {floor:F2}: these picks are only a little better ({f1:F2})."),
            (double floor, double f1) => Text(
                $"Random picks would score F1 {floor:F2}: these picks are not better ({f1:F2})."),
        };
    }

    private static void WriteTable(EvaluationReport report, TextWriter output)
    {
        double pixelSize = report.Settings.PixelSizeAngstrom;
        Row(output, report, "radius, fraction of the diameter", radius => Text($"{radius.RadiusFraction:0.##}"));
        Row(output, report, "radius, pixels", radius => Text($"{radius.RadiusPixels:F1}"));
        Row(output, report, "labels", radius => Text($"{radius.Labels}"));
        Row(output, report, "picks judged", radius => Text($"{radius.Picks}"));
        Row(output, report, "matched", radius => Text($"{radius.Matched}"));
        Row(output, report, "precision", radius => Figure(radius.Precision));
        Row(output, report, "recall", radius => Figure(radius.Recall));
        Row(output, report, "F1", radius => Figure(radius.F1));
        Row(output, report, "F2", radius => Figure(radius.F2));
        Row(output, report, "F1 of random picks", radius => Figure(radius.RandomF1));
        Row(output, report, "centre error RMS, pixels", radius => Text($"{radius.RmsErrorPixels:F2}"));
        Row(output, report, "centre error RMS, A", radius => Text($"{radius.RmsErrorPixels * pixelSize:F2}"));
        Row(output, report, "average precision (AP)", radius => Figure(radius.AveragePrecision));
        Row(output, report, "AP, 95 % interval", radius => radius.AveragePrecisionInterval is BootstrapInterval interval
            ? Text($"{interval.Low:F3} to {interval.High:F3}")
            : Unknown);
        Row(output, report, "best F1 of any threshold", radius => Figure(radius.BestF1));
        Row(output, report, "threshold of best F1", radius => Figure(radius.BestThreshold));
    }

    private static string Sources(IReadOnlyList<string> files) => files.Count switch
    {
        0 => "no file",
        1 => files[0],
        _ => $"{files[0]} and {files.Count - 1} more",
    };

    private static void Row(
        TextWriter output, EvaluationReport report, string name, Func<RadiusReport, string> value)
    {
        output.WriteLine($"{name,-34}{string.Concat(report.Radii.Select(radius => $"{value(radius),18}"))}");
    }

    private static string Figure(double? value) => value is double known ? Text($"{known:F3}") : Unknown;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
