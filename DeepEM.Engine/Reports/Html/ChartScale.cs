using System.Globalization;

namespace DeepEM.Engine.Reports.Html;

/// <summary>An axis: a range of values laid over a range of places, with round ticks.</summary>
internal sealed class ChartScale
{
    private const int MostTicks = 8;
    private const double Tolerance = 1e-9;

    /// <summary>Lays out an axis.</summary>
    /// <param name="label">What is drawn, with its unit.</param>
    /// <param name="low">Least value.</param>
    /// <param name="high">Largest value; where it is not above the least, the axis is one unit long.</param>
    /// <param name="start">Place of the least value.</param>
    /// <param name="end">Place of the largest.</param>
    public ChartScale(string label, double low, double high, double start, double end)
    {
        Label = label;
        (Low, High) = (low, high > low ? high : low + 1);
        (Start, End) = (start, end);
        double step = Step((High - Low) / MostTicks);
        int first = (int)Math.Ceiling((Low / step) - Tolerance);
        int last = (int)Math.Floor((High / step) + Tolerance);
        Ticks = [.. Enumerable.Range(first, last - first + 1).Select(tick => tick * step)];
    }

    /// <summary>What is drawn, with its unit.</summary>
    public string Label { get; }

    /// <summary>Least value.</summary>
    public double Low { get; }

    /// <summary>Largest value.</summary>
    public double High { get; }

    /// <summary>Place of the least value.</summary>
    public double Start { get; }

    /// <summary>Place of the largest value.</summary>
    public double End { get; }

    /// <summary>Round values on it.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Whether ticks are written in per cent.</summary>
    public bool IsShare { get; init; }

    /// <summary>Where a value lies; values beyond the axis lie at its end.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The place, to a tenth of a unit.</returns>
    public double Place(double value) => Math.Round(
        Start + ((End - Start) * (Math.Clamp(value, Low, High) - Low) / (High - Low)), 1);

    /// <summary>A tick as it is written.</summary>
    /// <param name="tick">The value.</param>
    /// <returns>The text.</returns>
    public string Write(double tick) => IsShare
        ? (100 * tick).ToString("0.##", CultureInfo.InvariantCulture) + " %"
        : tick.ToString("#,0.######", CultureInfo.InvariantCulture);

    // The least of 1, 2, 5, 10, ... that is not below.
    private static double Step(double least)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] steps = [decade, 2 * decade, 5 * decade];
        return Array.Find(steps, step => step >= least * (1 - Tolerance)) is > 0 and double found
            ? found
            : 10 * decade;
    }
}
