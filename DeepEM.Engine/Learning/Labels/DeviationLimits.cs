using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Finds the limits of the published standard-deviation filter from labelled particles.</summary>
public static class DeviationLimits
{
    // The outermost labels may be mistakes; the range of the rest is widened by a tenth on either side.
    private const double Outermost = 0.01;
    private const double Widened = 0.1;

    /// <summary>The range of the windows around the labelled particles.</summary>
    /// <param name="micrographs">Micrographs with raw grey levels.</param>
    /// <param name="side">Side of the window, pixels.</param>
    /// <returns>The range, or null where there is no particle.</returns>
    public static DeviationRange? Of(IReadOnlyList<TrainingMicrograph> micrographs, int side)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        float[] window = new float[side * side];
        double[] deviations =
        [
            .. micrographs
                .SelectMany(m => m.Particles.Select(p => Deviation(m.Image, p, side, window)))
                .Order(),
        ];
        if (deviations.Length == 0)
        {
            return null;
        }

        double low = deviations[(int)(Outermost * (deviations.Length - 1))];
        double high = deviations[(int)Math.Ceiling((1 - Outermost) * (deviations.Length - 1))];
        double margin = Widened * Math.Max(high - low, 0.1 * high);
        return new DeviationRange(low - margin, high + margin);
    }

    private static double Deviation(PreparedMicrograph image, BinnedPosition place, int side, float[] window)
    {
        WindowCutter.Cut(image, WindowCutter.ShiftInward(place, image, side), orientation: 0, side, window);
        double mean = window.Average(v => (double)v);
        return Math.Sqrt(window.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, window.Length - 1));
    }
}
