using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>The power of the noise on pixels that lie anywhere.</summary>
/// <remarks>
/// With x the grey levels less their mean where a pixel is free, 0 elsewhere, and m = 1 where it is free, 0 elsewhere,
/// <code>
/// R(dy, dx) = Σ x(p)·x(p + d) / Σ m(p)·m(p + d)    for |d| below the reach r, times (1 + cos(π·|d|/r))/2
/// P(v, u) = max(0, Re F[R])
/// </code>
/// Both sums are taken over tiles, each filled up with zeros so that it does not meet itself, by
/// <c>Σ_p x(p)·x(p + d) = F⁻¹|F[x]|²</c>. A distance that fewer than <see cref="LeastPairs"/> pairs of pixels have
/// says nothing. White noise of variance 1 has P = 1 at every frequency.
/// </remarks>
internal static class NoiseSpectrum
{
    private const double LeastPairs = 50;

    /// <summary>Measures the autocorrelation of noise.</summary>
    /// <param name="pixels">Grey levels, height·width values; mean 0 on what is free.</param>
    /// <param name="isFree">Which of them are noise.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="reach">Distance from which on pixels know nothing of each other, r.</param>
    /// <param name="buffers">Memory and workers; the result does not depend on their number.</param>
    /// <returns>R for dy and dx from −r to r, (2·r + 1)² values with r rounded up, row by row.</returns>
    public static double[] Autocorrelation(
        float[] pixels, bool[] isFree, int height, int width, double reach, DecoyBuffers buffers)
    {
        int margin = (int)Math.Ceiling(reach);
        int side = 1;
        while (side < 4 * margin)
        {
            side *= 2;
        }

        int inner = side - margin;
        FourierTransform transform = buffers.Transform(side, side);
        float[] tile = buffers.Take<float>(DecoyBuffer.Tile, side * side);
        float[] mask = buffers.Take<float>(DecoyBuffer.TileMask, side * side);
        Spectrum spectrum = buffers.Take(DecoyBuffer.TileSpectrum, transform);
        Spectrum products = Clear(buffers.Take(DecoyBuffer.Products, transform));
        Spectrum pairs = Clear(buffers.Take(DecoyBuffer.Pairs, transform));
        for (int top = 0; top < height; top += inner)
        {
            for (int left = 0; left < width; left += inner)
            {
                int rows = Math.Min(inner, height - top);
                int columns = Math.Min(inner, width - left);
                if (TryCut(pixels, isFree, width, (top, left), (rows, columns), side, tile, mask))
                {
                    transform.Forward(tile, spectrum);
                    AddPower(spectrum, products);
                    transform.Forward(mask, spectrum);
                    AddPower(spectrum, pairs);
                }
            }
        }

        transform.Inverse(products, tile);
        transform.Inverse(pairs, mask);
        return Ratio(tile, mask, side, margin, reach, buffers);
    }

    /// <summary>The power on the frequencies of an image of some size.</summary>
    /// <param name="autocorrelation">What <see cref="Autocorrelation"/> gave.</param>
    /// <param name="transform">The transform of that size; both sides larger than 2·r.</param>
    /// <param name="buffers">Memory.</param>
    /// <returns>P as the real part of a spectrum, 0 or more.</returns>
    public static Spectrum Power(double[] autocorrelation, FourierTransform transform, DecoyBuffers buffers)
    {
        int across = (int)Math.Round(Math.Sqrt(autocorrelation.Length));
        int margin = across / 2;
        float[] image = buffers.TakeClear<float>(DecoyBuffer.Field, transform.Height * transform.Width);
        for (int dy = -margin; dy <= margin; dy++)
        {
            int row = (dy + transform.Height) % transform.Height * transform.Width;
            for (int dx = -margin; dx <= margin; dx++)
            {
                image[row + ((dx + transform.Width) % transform.Width)] =
                    (float)autocorrelation[((dy + margin) * across) + dx + margin];
            }
        }

        Spectrum power = buffers.Take(DecoyBuffer.Power, transform);
        transform.Forward(image, power);
        for (int i = 0; i < power.Real.Length; i++)
        {
            power.Real[i] = Math.Max(0, power.Real[i]);
        }

        return power;
    }

    private static Spectrum Clear(Spectrum spectrum)
    {
        Array.Clear(spectrum.Real);
        Array.Clear(spectrum.Imaginary);
        return spectrum;
    }

    private static bool TryCut(
        float[] pixels,
        bool[] isFree,
        int width,
        (int Top, int Left) place,
        (int Rows, int Columns) size,
        int side,
        float[] tile,
        float[] mask)
    {
        Array.Clear(tile);
        Array.Clear(mask);
        bool hasFree = false;
        for (int y = 0; y < size.Rows; y++)
        {
            int from = ((place.Top + y) * width) + place.Left;
            for (int x = 0; x < size.Columns; x++)
            {
                if (isFree[from + x])
                {
                    tile[(y * side) + x] = pixels[from + x];
                    mask[(y * side) + x] = 1;
                    hasFree = true;
                }
            }
        }

        return hasFree;
    }

    private static void AddPower(Spectrum spectrum, Spectrum sum)
    {
        for (int i = 0; i < sum.Real.Length; i++)
        {
            (float real, float imaginary) = (spectrum.Real[i], spectrum.Imaginary[i]);
            sum.Real[i] += (real * real) + (imaginary * imaginary);
        }
    }

    private static double[] Ratio(
        float[] products, float[] pairs, int side, int margin, double reach, DecoyBuffers buffers)
    {
        int across = (2 * margin) + 1;
        double[] ratio = buffers.TakeClear<double>(DecoyBuffer.Autocorrelation, across * across);
        for (int dy = -margin; dy <= margin; dy++)
        {
            int row = (dy + side) % side * side;
            for (int dx = -margin; dx <= margin; dx++)
            {
                int place = row + ((dx + side) % side);
                double distance = Math.Sqrt((dy * dy) + (dx * dx));
                if (distance < reach && pairs[place] >= LeastPairs)
                {
                    ratio[((dy + margin) * across) + dx + margin] =
                        products[place] / pairs[place] * (1 + Math.Cos(Math.PI * distance / reach)) / 2;
                }
            }
        }

        return ratio;
    }
}
