using System.Globalization;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>A measured curve as a table for users: what was found at every threshold.</summary>
public static class CurveTable
{
    /// <summary>Writes comma-separated lines, of descending threshold: threshold, picks, matched, expected (the sum of
    /// their scores; empty where scores cannot be probabilities), precision, recall and F1.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="curve">The curve.</param>
    public static void Write(TextWriter writer, PrecisionRecallCurve curve)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(curve);
        writer.WriteLine("threshold,picks,matched,expected,precision,recall,f1");
        bool hasProbabilities = curve.HasProbabilities;
        foreach (CurvePoint point in curve.Points)
        {
            string expected =
                hasProbabilities ? point.ScoreSum.ToString("F2", CultureInfo.InvariantCulture) : string.Empty;
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Threshold:R},{point.Count},{point.Matched},{expected},{point.Precision:F4},"
                + $"{point.Recall:F4},{point.F(1):F4}"));
        }
    }
}
