using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>How well an image of a class gives its rotation and its centre.</summary>
/// <remarks>
/// Near the true pose the evidence falls as <c>Σ w|A|²m²·α²</c> with the angle α and as
/// <c>½ Σ w|A|²(2πk/side)²·δ²</c> with the distance δ: the spread of the posterior follows from either.
/// </remarks>
internal static class ClassAccuracy
{
    private const double MostDegrees = 180;

    /// <summary>Spread of the rotation.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="reference">Whitened and shrunk, 2L coefficients.</param>
    /// <returns>Degrees, at most 180.</returns>
    public static double Degrees(PolarBasis basis, ReadOnlySpan<float> reference)
    {
        double sum = 0;
        for (int i = 0; i < basis.Length; i++)
        {
            double m = basis.OrderOf[i];
            sum += m * m * Power(basis, reference, i);
        }

        return Math.Min(MostDegrees, double.RadiansToDegrees(Math.Sqrt(1 / (2 * sum))));
    }

    /// <summary>Spread of the centre along each axis.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="reference">Whitened and shrunk, 2L coefficients.</param>
    /// <returns>Pixels, at most half of the mask's radius.</returns>
    public static double Pixels(PolarBasis basis, ReadOnlySpan<float> reference)
    {
        double sum = 0;
        for (int i = 0; i < basis.Length; i++)
        {
            double frequency = 2 * Math.PI * basis.RingOf[i] / basis.Side;
            sum += frequency * frequency * Power(basis, reference, i);
        }

        return Math.Min(basis.MaskRadius / 2, Math.Sqrt(1 / sum));
    }

    private static double Power(PolarBasis basis, ReadOnlySpan<float> reference, int i)
    {
        (double real, double imaginary) = (reference[i], reference[basis.Length + i]);
        return (basis.OrderOf[i] == 0 ? 1 : 2) * ((real * real) + (imaginary * imaginary));
    }
}
