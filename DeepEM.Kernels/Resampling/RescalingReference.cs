namespace DeepEM.Kernels.Resampling;

/// <summary>Rescaling by any ratio in double precision, from the definition.</summary>
/// <remarks>
/// Pixels are squares: the centre of output pixel i lies at c = (i + ½)·ratio − ½ of the input, so that a whole ratio
/// puts pixels where binning puts its blocks. With Lanczos' window of three lobes (Duchon, J. Appl. Meteorol. 18,
/// 1979), as wide as the coarser of the two grids asks for and a little wider, so that every output pixel is as noisy,
/// <code>
/// output[i] = Σₜ w(t − c)·input[t] / Σₜ w(t − c),   w(x) = sinc(x/s)·sinc(x/3s) for |x| ≤ 3s,   s = max(5/4, ratio),
/// </code>
/// along rows and columns alike; the image goes on by reflection. The weights sum to one: grey levels keep their mean.
/// </remarks>
public static class RescalingReference
{
    /// <summary>Lobes of the window on each side.</summary>
    internal const int Lobes = 3;

    private const double LeastScale = 1.25;

    /// <summary>Rescales an image.</summary>
    /// <param name="image">H·W values, row by row.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="outHeight">Rows wanted.</param>
    /// <param name="outWidth">Columns wanted.</param>
    /// <param name="ratio">Input pixels per output pixel, positive; below 1 enlarges.</param>
    /// <returns>outHeight·outWidth values.</returns>
    public static double[] Rescale(
        double[] image, int height, int width, int outHeight, int outWidth, double ratio)
    {
        ArgumentNullException.ThrowIfNull(image);
        double[] output = new double[outHeight * outWidth];
        for (int i = 0; i < outHeight; i++)
        {
            for (int j = 0; j < outWidth; j++)
            {
                (double sum, double weights) = (0, 0);
                foreach ((int y, double rowWeight) in Taps(i, ratio))
                {
                    foreach ((int x, double columnWeight) in Taps(j, ratio))
                    {
                        double weight = rowWeight * columnWeight;
                        sum += weight * image[(Reflect(y, height) * width) + Reflect(x, width)];
                        weights += weight;
                    }
                }

                output[(i * outWidth) + j] = sum / weights;
            }
        }

        return output;
    }

    /// <summary>Input pixels from the middle of the window to its first zero.</summary>
    /// <param name="ratio">Input pixels per output pixel.</param>
    internal static double Scale(double ratio) => Math.Max(LeastScale, ratio);

    /// <summary>The input pixels that an output pixel is made of, with their weights before these are normalised.
    /// </summary>
    /// <param name="index">The output pixel.</param>
    /// <param name="ratio">Input pixels per output pixel.</param>
    /// <returns>Ascending input pixels, some of which may lie beyond the border.</returns>
    internal static IEnumerable<(int Pixel, double Weight)> Taps(int index, double ratio)
    {
        double centre = ((index + 0.5) * ratio) - 0.5;
        double scale = Scale(ratio);
        double reach = Lobes * scale;
        for (int t = (int)Math.Ceiling(centre - reach); t <= Math.Floor(centre + reach); t++)
        {
            double x = (t - centre) / scale;
            yield return (t, Sinc(x) * Sinc(x / Lobes));
        }
    }

    /// <summary>The pixel that a pixel beyond the border mirrors; the pixel at the border is its own neighbour.
    /// </summary>
    /// <param name="pixel">The pixel, anywhere.</param>
    /// <param name="count">Pixels that there are.</param>
    /// <returns>0 to count − 1.</returns>
    internal static int Reflect(int pixel, int count)
    {
        int period = 2 * count;
        int inside = ((pixel % period) + period) % period;
        return inside < count ? inside : period - 1 - inside;
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-12 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
