namespace DeepEM.Kernels.Alignment;

/// <summary>The waves of a basis on a quarter of the mask's pixels; the rest follows from their parities.</summary>
/// <remarks>
/// The wave of a coefficient is <c>(−i)ᵐ·J[m](2π·k·|x|/Side)·exp(−i·m·φ_x)</c>, whose real and imaginary parts are both
/// even or odd along a row of pixels, and along a column: <see cref="ParityOf"/>.
/// </remarks>
internal sealed class QuadrantWaves
{
    private readonly int _side;
    private readonly double[] _values;

    /// <summary>Computes the waves.</summary>
    /// <param name="basis">The basis, of which orders, rings and mask are known.</param>
    public QuadrantWaves(PolarBasis basis)
    {
        _side = basis.Side;
        List<(int X, int Y)> pixels = [];
        for (int y = 0; y < basis.Side / 2; y++)
        {
            for (int x = 0; x < basis.Side / 2; x++)
            {
                if (basis.Mask(double.Hypot(x, y)) > 0)
                {
                    pixels.Add((x, y));
                }
            }
        }

        Pixels = pixels;
        Parities = new int[2 * basis.Length];
        _values = new double[2 * basis.Length * pixels.Count];
        for (int l = 0; l < basis.Length; l++)
        {
            Parities[l] = ParityOf(basis.OrderOf[l], isImaginary: false);
            Parities[basis.Length + l] = ParityOf(basis.OrderOf[l], isImaginary: true);
        }

        Fill(basis);
    }

    /// <summary>The pixels of the quarter, relative to the centre: columns X and rows Y, both 0 or more.</summary>
    public IReadOnlyList<(int X, int Y)> Pixels { get; }

    /// <summary>The parity of each part of each coefficient: the real parts, then the imaginary parts.</summary>
    public int[] Parities { get; }

    /// <summary>How a part of a wave changes when pixels are mirrored.</summary>
    /// <param name="order">m.</param>
    /// <param name="isImaginary">Whether the imaginary part is meant.</param>
    /// <returns>1 if it is odd along rows (x → −x), plus 2 if it is odd along columns (y → −y).</returns>
    public static int ParityOf(int order, bool isImaginary) =>
        (order % 2 == 0, isImaginary) switch
        {
            (true, false) => 0,
            (false, true) => 1,
            (false, false) => 2,
            (true, true) => 3,
        };

    /// <summary>A part of a wave on all pixels of the quarter.</summary>
    /// <param name="part">0 to L − 1 for real parts, L to 2L − 1 for imaginary parts.</param>
    public ReadOnlySpan<double> Wave(int part) => _values.AsSpan(part * Pixels.Count, Pixels.Count);

    /// <summary>The sum of the waves, each part times its weight, over a whole image.</summary>
    /// <param name="weights">One for each real part, then one for each imaginary part.</param>
    /// <returns>Side·Side values; 0 outside the mask.</returns>
    public float[] Sum(ReadOnlySpan<double> weights)
    {
        double[] sums = new double[4 * Pixels.Count];
        for (int part = 0; part < weights.Length; part++)
        {
            ReadOnlySpan<double> wave = Wave(part);
            Span<double> sum = sums.AsSpan(Parities[part] * Pixels.Count, Pixels.Count);
            double weight = weights[part];
            for (int p = 0; p < wave.Length; p++)
            {
                sum[p] += weight * wave[p];
            }
        }

        float[] image = new float[_side * _side];
        int centre = _side / 2;
        for (int p = 0; p < Pixels.Count; p++)
        {
            (int x, int y) = Pixels[p];
            double even = sums[p];
            double oddX = sums[Pixels.Count + p];
            double oddY = sums[(2 * Pixels.Count) + p];
            double odd = sums[(3 * Pixels.Count) + p];
            image[((centre + y) * _side) + centre + x] = (float)(even + oddX + oddY + odd);
            image[((centre + y) * _side) + centre - x] = (float)(even - oddX + oddY - odd);
            image[((centre - y) * _side) + centre + x] = (float)(even + oddX - oddY - odd);
            image[((centre - y) * _side) + centre - x] = (float)(even - oddX - oddY + odd);
        }

        return image;
    }

    private void Fill(PolarBasis basis)
    {
        double[] bessel = new double[basis.Orders];
        for (int p = 0; p < Pixels.Count; p++)
        {
            (int x, int y) = Pixels[p];
            double radius = double.Hypot(x, y);
            double angle = Math.Atan2(y, x);
            for (int k = 1; k <= basis.Rings; k++)
            {
                BesselFunctions.Evaluate(2 * Math.PI * k * radius / basis.Side, bessel);
                for (int l = 0; l < basis.Length; l++)
                {
                    if (basis.RingOf[l] == k)
                    {
                        int order = basis.OrderOf[l];
                        (double real, double imaginary) = Wave(order, bessel[order], angle, x == 0, y == 0);
                        _values[(l * Pixels.Count) + p] = real;
                        _values[((basis.Length + l) * Pixels.Count) + p] = imaginary;
                    }
                }
            }
        }
    }

    // (−i)ᵐ is 1, −i, −1, i. On an axis, what is odd across it is 0 and not the rounding of π.
    private static (double Real, double Imaginary) Wave(
        int order, double bessel, double angle, bool isOnColumn, bool isOnRow)
    {
        (double sin, double cos) = Math.SinCos(order * angle);
        (double real, double imaginary) = (order % 4) switch
        {
            0 => (cos, -sin),
            1 => (-sin, -cos),
            2 => (-cos, sin),
            _ => (sin, cos),
        };
        int zero = (isOnColumn ? 1 : 0) + (isOnRow ? 2 : 0);
        return (
            (ParityOf(order, isImaginary: false) & zero) != 0 ? 0 : bessel * real,
            (ParityOf(order, isImaginary: true) & zero) != 0 ? 0 : bessel * imaginary);
    }
}
