using System.Globalization;

namespace DeepEM.Engine.Learning.Calibration;

/// <summary>What to expect of every threshold, as a table for users.</summary>
public static class ThresholdTable
{
    private const int Steps = 20;

    private const string Origin =
        "# expected_*: from the scores, as right as they are; recall is of the candidates, not of what scores nothing";

    /// <summary>The thresholds of the table, ascending.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [.. Enumerable.Range(1, Steps - 1).Select(Threshold)];

    /// <summary>Writes a line on where the numbers come from, and comma-separated lines: threshold, picks, expected
    /// precision, recall and F1.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="curve">What is expected.</param>
    public static void Write(TextWriter writer, ExpectedCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        Write(writer, step => curve.At(Threshold(step)), noise: null);
    }

    /// <summary>Writes the same lines for more candidates than a curve can hold.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="descending">Probabilities of all candidates, from the largest to the least; read once.</param>
    /// <param name="noise">The measured rate at each of <see cref="Thresholds"/>, null where there is none; null for a
    /// table without.</param>
    public static void Write(
        TextWriter writer, IEnumerable<double> descending, Func<int, NoiseRate?>? noise = null)
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
            : new ExpectedPoint(Threshold(n), kept[n].Count, kept[n].Sum / kept[n].Count, kept[n].Sum / particles),
            noise);
    }

    private static double Threshold(int step) => (double)step / Steps;

    private static void Write(
        TextWriter writer, Func<int, ExpectedPoint> at, Func<int, NoiseRate?>? noise)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(Origin + (noise is null
            ? string.Empty
            : "; noise_*: share of picks that are noise, measured on the micrographs themselves, and its 95 % "
                + "interval"));
        writer.WriteLine("threshold,picks,expected_precision,recall_of_candidates,expected_f1"
            + (noise is null ? string.Empty : ",noise_rate,noise_rate_low,noise_rate_high"));
        for (int step = 1; step < Steps; step++)
        {
            ExpectedPoint point = at(step);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Threshold(step):F2},{point.Count},{point.Precision:F4},{point.Recall:F4},{point.F(1):F4}")
                + (noise is null ? string.Empty : Columns(noise(step - 1))));
        }
    }

    // Empty where nothing was measured.
    private static string Columns(NoiseRate? rate) => rate is { } measured
        ? string.Create(
            CultureInfo.InvariantCulture, $",{measured.Rate:F4},{measured.Low:F4},{measured.High:F4}")
        : ",,,";
}
