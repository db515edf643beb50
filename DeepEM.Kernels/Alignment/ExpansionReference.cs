using System.Numerics;

namespace DeepEM.Kernels.Alignment;

/// <summary>The expansion of crops in double precision, from the definition; equation in <see cref="PolarBasis"/>.
/// </summary>
public static class ExpansionReference
{
    /// <summary>Expands crops.</summary>
    /// <param name="crops">[Crops][CropSide][CropSide].</param>
    /// <param name="offsets">[Crops][2], whole pixels x and y.</param>
    /// <param name="gains">[Crops][Rings + 1].</param>
    /// <param name="shape">What is expanded into what.</param>
    /// <returns>[Crops][Shifts][2L].</returns>
    public static double[] Expand(double[] crops, double[] offsets, double[] gains, PolarExpansion shape)
    {
        ArgumentNullException.ThrowIfNull(crops);
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(gains);
        ArgumentNullException.ThrowIfNull(shape);
        PolarBasis basis = shape.Basis;
        Complex[][] waves = WavesOf(basis);
        double[] coefficients = new double[shape.CoefficientsLength];
        int target = 0;
        for (int n = 0; n < shape.Crops; n++)
        {
            foreach ((int shiftX, int shiftY) in shape.Shifts)
            {
                int left = (shape.CropSide / 2) + (int)offsets[2 * n] + shiftX - (basis.Side / 2);
                int top = (shape.CropSide / 2) + (int)offsets[(2 * n) + 1] + shiftY - (basis.Side / 2);
                Span<double> part = coefficients.AsSpan(target, 2 * basis.Length);
                for (int pixel = 0; pixel < waves.Length; pixel++)
                {
                    int x = left + (pixel % basis.Side);
                    int y = top + (pixel / basis.Side);
                    if (x < 0 || x >= shape.CropSide || y < 0 || y >= shape.CropSide)
                    {
                        continue;
                    }

                    double value = crops[(((n * shape.CropSide) + y) * shape.CropSide) + x];
                    for (int l = 0; l < basis.Length; l++)
                    {
                        double gained = gains[(n * (basis.Rings + 1)) + basis.RingOf[l]] * value;
                        part[l] += gained * waves[pixel][l].Real;
                        part[basis.Length + l] += gained * waves[pixel][l].Imaginary;
                    }
                }

                target += 2 * basis.Length;
            }
        }

        return coefficients;
    }

    // (−i)ᵐ·M(x)·J[m](2π·k·|x|/Side)·exp(−i·m·φ) for each pixel and coefficient.
    private static Complex[][] WavesOf(PolarBasis basis)
    {
        var waves = new Complex[basis.Side * basis.Side][];
        double[] bessel = new double[basis.Orders];
        for (int pixel = 0; pixel < waves.Length; pixel++)
        {
            double x = (pixel % basis.Side) - (basis.Side / 2);
            double y = (pixel / basis.Side) - (basis.Side / 2);
            double radius = Math.Sqrt((x * x) + (y * y));
            waves[pixel] = new Complex[basis.Length];
            double mask = basis.Mask(radius);
            for (int l = 0; mask > 0 && l < basis.Length; l++)
            {
                BesselFunctions.Evaluate(2 * Math.PI * basis.RingOf[l] * radius / basis.Side, bessel);
                int m = basis.OrderOf[l];
                waves[pixel][l] = mask * bessel[m] * Complex.FromPolarCoordinates(
                    1, (-m * Math.PI / 2) - (m * Math.Atan2(y, x)));
            }
        }

        return waves;
    }
}
