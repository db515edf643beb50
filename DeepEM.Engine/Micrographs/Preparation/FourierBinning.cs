using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Makes a whole micrograph smaller by any ratio by cutting the edge off its Fourier transform.</summary>
/// <remarks>
/// RELION and Topaz bin so, and multiply coordinates by the ratio afterwards: pixel 0 keeps its centre, where the mean
/// of a block of pixels would have it half a block further. Grey levels keep their mean. Of the pair of highest
/// frequencies of an even side the positive one is kept.
/// </remarks>
public static class FourierBinning
{
    /// <summary>Pixels of a side after binning: as many as fit, rounded down.</summary>
    /// <param name="side">Pixels before.</param>
    /// <param name="ratio">How many times smaller, at least 1.</param>
    public static int Side(int side, double ratio) => (int)Math.Floor(side / ratio);

    /// <summary>Makes a micrograph smaller.</summary>
    /// <param name="pixels">height·width grey levels, row by row; not changed.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="ratio">How many times smaller, at least 1.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The grey levels of <see cref="Side"/> by <see cref="Side"/> pixels; the same array for a ratio of 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is less than 1, or nothing would be left.</exception>
    public static float[] Apply(float[] pixels, int height, int width, double ratio, int threads)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 1);
        (int rows, int columns) = (Side(height, ratio), Side(width, ratio));
        ArgumentOutOfRangeException.ThrowIfZero(Math.Min(rows, columns), nameof(ratio));
        if (rows == height && columns == width)
        {
            return pixels;
        }

        Spectrum whole = new FourierTransform(height, width, threads).Forward(pixels);
        var small = new Spectrum(rows, columns);
        float scale = (float)((double)rows * columns / ((double)height * width));
        for (int v = 0; v < rows; v++)
        {
            int from = (v <= rows / 2 ? v : height - rows + v) * whole.Columns;
            for (int u = 0; u < small.Columns; u++)
            {
                small.Real[(v * small.Columns) + u] = scale * whole.Real[from + u];
                small.Imaginary[(v * small.Columns) + u] = scale * whole.Imaginary[from + u];
            }
        }

        float[] result = new float[rows * columns];
        new FourierTransform(rows, columns, threads).Inverse(small, result);
        return result;
    }
}
