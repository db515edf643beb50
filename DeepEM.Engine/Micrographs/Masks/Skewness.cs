using System.Buffers;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Tells dark from bright particles without labels: particles are sparse, and make the longer tail.</summary>
/// <remarks>
/// The skewness m₃ / m₂^1.5 of a micrograph seen through a band of about the particle's size: the mean of the square of
/// half a diameter less that of two diameters, cut at five spreads. Particles that fill most of the area, or fringes as
/// strong as the particles, leave little of it; then it says nothing.
/// </remarks>
internal static class Skewness
{
    private const double Outside = 2;
    private const float Cut = 5;

    // Noise alone, and what is left of gradients, reaches this.
    private const double LeastError = 0.025;

    /// <summary>Measures a micrograph.</summary>
    /// <param name="grid">Its cells, without padding and lumps.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>The skewness; none where there are too few cells.</returns>
    public static ContrastEvidence Of(CellGrid grid, double diameter)
    {
        int inner = Math.Max(0, (int)Math.Round(((diameter / (2 * grid.Side)) - 1) / 2));
        int outer = Math.Max(inner + 1, (int)Math.Round(((Outside * diameter / grid.Side) - 1) / 2));
        float[] buffer = ArrayPool<float>.Shared.Rent(grid.Rows * grid.Columns);
        int count = 0;
        for (int i = 0; i < grid.Rows; i++)
        {
            for (int j = 0; j < grid.Columns; j++)
            {
                if (grid.Pixels(i, j, 0) > 0)
                {
                    buffer[count++] = (float)(grid.Mean(i, j, inner) - grid.Mean(i, j, outer));
                }
            }
        }

        ContrastEvidence evidence = count < 2
            ? ContrastEvidence.None
            : Of(buffer.AsSpan(0, count), (double)grid.Side * grid.Side / (diameter * diameter / 4));
        ArrayPool<float>.Shared.Return(buffer);
        return evidence;
    }

    // Share: of a cell in a square of half a diameter.
    private static ContrastEvidence Of(Span<float> values, double share)
    {
        RobustNormalisation.Standardise(values, leastSpread: 0);
        double mean = 0;
        foreach (float value in values)
        {
            mean += Math.Clamp(value, -Cut, Cut);
        }

        mean /= values.Length;
        double second = 0;
        double third = 0;
        foreach (float value in values)
        {
            double v = Math.Clamp(value, -Cut, Cut) - mean;
            second += v * v;
            third += v * v * v;
        }

        if (!(second > 0))
        {
            return ContrastEvidence.None;
        }

        // Squares of half a diameter that do not overlap are independent; the skewness of n normal values scatters by
        // √(6/n).
        double independent = values.Length * share;
        double variance = second / values.Length;
        return new ContrastEvidence(
            third / values.Length / Math.Pow(variance, 1.5), Math.Max(LeastError, Math.Sqrt(6 / independent)));
    }
}
