namespace DeepEM.Kernels.Resampling;

/// <summary>Binning in double precision, from the definition.</summary>
/// <remarks>
/// <code>output[i,j] = mean of image[y,x] with ⌊y/factor⌋ = i and ⌊x/factor⌋ = j</code>
/// <para>Blocks cut by the right or bottom edge are averaged over what there is. Row-major.</para>
/// </remarks>
public static class BinningReference
{
    /// <summary>Bins an image.</summary>
    /// <param name="image">H·W values.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="factor">Side of a block, at least 1.</param>
    /// <returns>⌈H/factor⌉·⌈W/factor⌉ values.</returns>
    public static double[] Bin(double[] image, int height, int width, int factor)
    {
        ArgumentNullException.ThrowIfNull(image);

        int outHeight = ((height - 1) / factor) + 1;
        int outWidth = ((width - 1) / factor) + 1;
        double[] sums = new double[outHeight * outWidth];
        int[] counts = new int[outHeight * outWidth];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int block = (y / factor * outWidth) + (x / factor);
                sums[block] += image[(y * width) + x];
                counts[block]++;
            }
        }

        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }
}
