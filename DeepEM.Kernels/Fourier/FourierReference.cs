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

    /// <summary>The real image of a half spectrum: what <see cref="Image"/> was computed from.</summary>
    /// <remarks>
    /// <code>image[y, x] = 1/(H·W)·Re Σ_u c[u]·Σ_v F(v, u)·exp(+2πi·(v·y/H + u·x/W))</code>
    /// with c[u] = 1 for u = 0 and u = W/2, else 2, for the mirrored column that is left out. Any numbers have an
    /// image: what no real image has in a column that stands for itself drops out.
    /// </remarks>
    /// <param name="real">Real parts of F, H·(⌊W/2⌋ + 1) values.</param>
    /// <param name="imaginary">Imaginary parts, as many.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>H·W values, row by row.</returns>
    public static double[] Inverse(double[] real, double[] imaginary, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(imaginary);
        int columns = (width / 2) + 1;
        double[] image = new double[height * width];
        for (int at = 0; at < image.Length; at++)
        {
            for (int frequency = 0; frequency < real.Length; frequency++)
            {
                int column = frequency % columns;
                double turns = Share(frequency / columns, at / width, height) + Share(column, at % width, width);
                (double sine, double cosine) = SinCosOfTurns(turns);
                double count = column == 0 || 2 * column == width ? 1 : 2;
                image[at] += count * ((real[frequency] * cosine) - (imaginary[frequency] * sine));
            }

            image[at] /= (double)height * width;
        }

        return image;
    }

    // k·n/N without its whole turns, which would cost digits of the sine.
    private static double Share(int k, int n, int length) => (double)((long)k * n % length) / length;

    private static (double Sin, double Cos) SinCosOfTurns(double turns) => Math.SinCos(2 * Math.PI * turns);
}
