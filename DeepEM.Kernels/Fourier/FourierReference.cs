namespace DeepEM.Kernels.Fourier;

/// <summary>The discrete Fourier transform in double precision, from the definition: every sum as it stands.</summary>
/// <remarks>
/// <code>X[k] = Σ_n x[n]·exp(−2πi·k·n/N)</code>
/// <code>F(v, u) = Σ_y Σ_x image[y, x]·exp(−2πi·(v·y/H + u·x/W))</code>
/// </remarks>
public static class FourierReference
{
    /// <summary>Transforms a line.</summary>
    /// <param name="real">Real parts of x, N values.</param>
    /// <param name="imaginary">Imaginary parts of x, as many.</param>
    /// <param name="inverse">Whether the sign of the exponent is +, which gives N times the inverse.</param>
    /// <returns>X, N values.</returns>
    public static (double[] Real, double[] Imaginary) Line(double[] real, double[] imaginary, bool inverse)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(imaginary);
        int length = real.Length;
        double[] sumReal = new double[length];
        double[] sumImaginary = new double[length];
        for (int n = 0; n < length; n++)
        {
            for (int k = 0; k < length; k++)
            {
                (double sine, double cosine) = SinCosOfTurns((inverse ? 1 : -1) * Share(k, n, length));
                sumReal[k] += (real[n] * cosine) - (imaginary[n] * sine);
                sumImaginary[k] += (real[n] * sine) + (imaginary[n] * cosine);
            }
        }

        return (sumReal, sumImaginary);
    }

    /// <summary>Transforms a real image.</summary>
    /// <param name="image">H·W values, row by row.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>The half that is not redundant, H·(⌊W/2⌋ + 1) values, laid out as in <see cref="Spectrum"/>.</returns>
    public static (double[] Real, double[] Imaginary) Image(double[] image, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        int columns = (width / 2) + 1;
        double[] real = new double[height * columns];
        double[] imaginary = new double[height * columns];
        for (int at = 0; at < image.Length; at++)
        {
            for (int frequency = 0; frequency < real.Length; frequency++)
            {
                double turns = Share(frequency / columns, at / width, height)
                    + Share(frequency % columns, at % width, width);
                (double sine, double cosine) = SinCosOfTurns(-turns);
                real[frequency] += image[at] * cosine;
                imaginary[frequency] += image[at] * sine;
            }
        }

        return (real, imaginary);
    }

    // k·n/N without its whole turns, which would cost digits of the sine.
    private static double Share(int k, int n, int length) => (double)((long)k * n % length) / length;

    private static (double Sin, double Cos) SinCosOfTurns(double turns) => Math.SinCos(2 * Math.PI * turns);
}
