using System.Numerics;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>A micrograph made small and smooth enough to look at.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Height·Width grey levels of any scale.</param>
internal sealed record GreyImage(int Height, int Width, float[] Pixels)
{
    /// <summary>Averages square blocks; at the right and lower border what is left of a block.</summary>
    /// <param name="block">Side of the blocks, at least 1.</param>
    /// <returns>A smaller image.</returns>
    public GreyImage Binned(int block)
    {
        if (block == 1)
        {
            return this;
        }

        int height = (Height + block - 1) / block;
        int width = (Width + block - 1) / block;
        float[] binned = new float[height * width];
        float[] sums = new float[width];
        for (int i = 0; i < height; i++)
        {
            Array.Clear(sums);
            int end = Math.Min(Height, (i + 1) * block);
            for (int y = i * block; y < end; y++)
            {
                ReadOnlySpan<float> row = Pixels.AsSpan(y * Width, Width);
                for (int j = 0; j < width; j++)
                {
                    float sum = sums[j];
                    foreach (float pixel in row[(j * block)..Math.Min(Width, (j + 1) * block)])
                    {
                        sum += pixel;
                    }

                    sums[j] = sum;
                }
            }

            for (int j = 0; j < width; j++)
            {
                int count = (end - (i * block)) * (Math.Min(Width, (j + 1) * block) - (j * block));
                binned[(i * width) + j] = sums[j] / count;
            }
        }

        return new GreyImage(height, width, binned);
    }

    /// <summary>Convolves with a Gaussian; beyond the border the border's pixels go on.</summary>
    /// <param name="deviation">Standard deviation, pixels; below 0.3 nothing changes.</param>
    /// <returns>A smoother image.</returns>
    public GreyImage Blurred(double deviation)
    {
        if (deviation < 0.3)
        {
            return this;
        }

        int reach = (int)Math.Ceiling(3 * deviation);
        float[] weights = new float[(2 * reach) + 1];
        for (int k = -reach; k <= reach; k++)
        {
            weights[k + reach] = (float)Math.Exp(-0.5 * k * k / (deviation * deviation));
        }

        float sum = weights.Sum();
        float[] across = new float[Pixels.Length];
        float[] blurred = new float[Pixels.Length];
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<float> source = Pixels.AsSpan(y * Width, Width);
            Span<float> target = across.AsSpan(y * Width, Width);
            for (int k = -reach; k <= reach; k++)
            {
                float weight = weights[k + reach] / sum;
                int first = Math.Clamp(-k, 0, Width);
                int end = Math.Clamp(Width - k, first, Width);
                for (int x = 0; x < first; x++)
                {
                    target[x] += weight * source[0];
                }

                if (first < end)
                {
                    AddWeighted(weight, source[(first + k)..(end + k)], target[first..end]);
                }

                for (int x = end; x < Width; x++)
                {
                    target[x] += weight * source[^1];
                }
            }
        }

        for (int y = 0; y < Height; y++)
        {
            Span<float> target = blurred.AsSpan(y * Width, Width);
            for (int k = -reach; k <= reach; k++)
            {
                float weight = weights[k + reach] / sum;
                ReadOnlySpan<float> source = across.AsSpan(Math.Clamp(y + k, 0, Height - 1) * Width, Width);
                AddWeighted(weight, source, target);
            }
        }

        return new GreyImage(Height, Width, blurred);
    }

    /// <summary>Spreads the grey levels over the bytes, black to white, so that few pixels are cut off.</summary>
    /// <param name="clippedFraction">Part of the pixels that may be cut off at either end, 0 to 0.5.</param>
    /// <returns>Height·Width bytes; all 128 for an image of one grey level.</returns>
    public byte[] ToBytes(double clippedFraction)
    {
        float[] sorted = [.. Pixels];
        Array.Sort(sorted);
        int cut = (int)(clippedFraction * (sorted.Length - 1));
        float low = sorted[cut];
        float high = sorted[sorted.Length - 1 - cut];
        byte[] bytes = new byte[Pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = high > low
                ? (byte)Math.Clamp(MathF.Round(255 * (Pixels[i] - low) / (high - low)), 0, 255)
                : (byte)128;
        }

        return bytes;
    }

    private static void AddWeighted(float weight, ReadOnlySpan<float> source, Span<float> target)
    {
        int x = 0;
        for (; x <= source.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            (new Vector<float>(target[x..]) + (weight * new Vector<float>(source[x..]))).CopyTo(target[x..]);
        }

        for (; x < source.Length; x++)
        {
            target[x] += weight * source[x];
        }
    }
}
