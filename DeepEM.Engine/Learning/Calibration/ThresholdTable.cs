using System.Globalization;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>What every threshold promises, as a table for users.</summary>
public static class ThresholdTable
{
    private const int Steps = 20;

    /// <summary>Writes comma-separated lines: threshold, picks, expected precision, recall and F1.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="curve">The promises.</param>
    public static void Write(TextWriter writer, ExpectedCurve curve)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(curve);
        writer.WriteLine("threshold,picks,expected_precision,expected_recall,expected_f1");
        for (int i = 1; i < Steps; i++)
        {
            double threshold = (double)i / Steps;
            ExpectedPoint at = curve.At(threshold);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{threshold:F2},{at.Count},{at.Precision:F4},{at.Recall:F4},{at.F(1):F4}"));
        }
    }
}
