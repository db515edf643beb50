using System.Globalization;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>What to expect of every threshold, as a table for users.</summary>
public static class ThresholdTable
{
    private const int Steps = 20;

    /// <summary>Writes comma-separated lines: threshold, picks, expected precision, recall and F1.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="curve">What is expected.</param>
    public static void Write(TextWriter writer, ExpectedCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        Write(writer, step => curve.At(Threshold(step)));
    }

    /// <summary>Writes the same lines for more candidates than a curve can hold.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="descending">Probabilities of all candidates, from the largest to the least; read once.</param>
    public static void Write(TextWriter writer, IEnumerable<double> descending)
    {
        ArgumentNullException.ThrowIfNull(descending);
        (int Count, double Sum)[] kept = new (int, double)[Steps];
        int step = Steps - 1;
        int count = 0;
        double sum = 0;
        foreach (double probability in descending)
        {
            for (; step > 0 && probability < Threshold(step); step--)
            {
                kept[step] = (count, sum);
            }

            count++;
            sum += probability;
        }

        for (; step > 0; step--)
        {
            kept[step] = (count, sum);
        }

        double particles = Math.Max(sum, ExpectedCurve.LeastParticles);
        Write(writer, n => kept[n].Count == 0
            ? new ExpectedPoint(Threshold(n), 0, 1, 0)
            : new ExpectedPoint(Threshold(n), kept[n].Count, kept[n].Sum / kept[n].Count, kept[n].Sum / particles));
    }

    private static double Threshold(int step) => (double)step / Steps;

    private static void Write(TextWriter writer, Func<int, ExpectedPoint> at)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine("threshold,picks,expected_precision,expected_recall,expected_f1");
        for (int step = 1; step < Steps; step++)
        {
            ExpectedPoint point = at(step);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Threshold(step):F2},{point.Count},{point.Precision:F4},{point.Recall:F4},{point.F(1):F4}"));
        }
    }
}
