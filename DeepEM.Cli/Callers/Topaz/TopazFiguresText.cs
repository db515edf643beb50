using System.Globalization;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>Figures by labels, as lines that begin with #, and the curve as a table with tabs.</summary>
internal static class TopazFiguresText
{
    /// <summary>Writes how good the picks are, in one line.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="output">Where to.</param>
    public static void WriteSummary(TopazFigures figures, TextWriter output)
    {
        CurvePoint? best = figures.Curve.Best(1);
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"# radius={figures.Radius:0.###}, auprc={figures.Curve.AveragePrecision:0.####}, "
            + $"targets={figures.Curve.Labels}, threshold={best?.Threshold ?? 0:0.####}, "
            + $"precision={best?.Precision ?? 0:0.####}, recall={best?.Recall ?? 0:0.####}, "
            + $"f1={best?.F(1) ?? 0:0.####}\n"));
    }

    /// <summary>Writes the whole curve.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="output">Where to.</param>
    public static void WriteCurve(TopazFigures figures, TextWriter output)
    {
        output.Write("threshold\tprecision\trecall\tf1\n");
        foreach (CurvePoint point in figures.Curve.Points)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Threshold:0.####}\t{point.Precision:0.######}\t{point.Recall:0.######}\t"
                + $"{point.F(1):0.######}\n"));
        }
    }
}
