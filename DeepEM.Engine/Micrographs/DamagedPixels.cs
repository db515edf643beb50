namespace DeepEM.Engine.Micrographs;

/// <summary>Replaces pixels that are no grey level (NaN, infinite, absurdly large) by the mean around them.</summary>
/// <remarks>
/// The mean is that of the good pixels in the pixel's block of 8 x 8, or of 16 x 16, 32 x 32, ... until there are eight
/// of them. Means are taken before anything is replaced. Time is linear in the pixels, however many are damaged.
/// </remarks>
internal static class DamagedPixels
{
    private const int SmallestBlock = 8;
    private const int EnoughPixels = 8;

    /// <summary>Replaces the damaged pixels.</summary>
    /// <param name="pixels">height·width grey levels, changed in place; at least one is good.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void Replace(Span<float> pixels, int height, int width)
    {
        List<Level> levels = [Measure(pixels, height, width)];
        while (levels[^1].Height > 1 || levels[^1].Width > 1)
        {
            levels.Add(Halve(levels[^1]));
        }

        for (int y = 0; y < height; y++)
        {
            Span<float> row = pixels.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                if (PixelConversion.IsDamaged(row[x]))
                {
                    row[x] = MeanAround(levels, y / SmallestBlock, x / SmallestBlock);
                }
            }
        }
    }

    /// <summary>Makes all damaged pixels NaN.</summary>
    /// <param name="pixels">Grey levels, changed in place.</param>
    public static void Mark(Span<float> pixels)
    {
        foreach (ref float pixel in pixels)
        {
            pixel = PixelConversion.IsDamaged(pixel) ? float.NaN : pixel;
        }
    }

    private static float MeanAround(List<Level> levels, int blockRow, int blockColumn)
    {
        for (int i = 0; ; i++)
        {
            Level level = levels[i];
            int block = ((blockRow >> i) * level.Width) + (blockColumn >> i);
            if (level.Counts[block] >= EnoughPixels || i == levels.Count - 1)
            {
                return (float)(level.Sums[block] / level.Counts[block]);
            }
        }
    }

    private static Level Measure(ReadOnlySpan<float> pixels, int height, int width)
    {
        Level level = Level.OfSize(
            ((height - 1) / SmallestBlock) + 1, ((width - 1) / SmallestBlock) + 1);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = pixels.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                if (!PixelConversion.IsDamaged(row[x]))
                {
                    int block = (y / SmallestBlock * level.Width) + (x / SmallestBlock);
                    level.Sums[block] += row[x];
                    level.Counts[block]++;
                }
            }
        }

        return level;
    }

    private static Level Halve(Level fine)
    {
        Level coarse = Level.OfSize((fine.Height + 1) / 2, (fine.Width + 1) / 2);
        for (int i = 0; i < fine.Height; i++)
        {
            for (int j = 0; j < fine.Width; j++)
            {
                int block = (i / 2 * coarse.Width) + (j / 2);
                coarse.Sums[block] += fine.Sums[(i * fine.Width) + j];
                coarse.Counts[block] += fine.Counts[(i * fine.Width) + j];
            }
        }

        return coarse;
    }

    private sealed record Level(int Height, int Width, double[] Sums, int[] Counts)
    {
        public static Level OfSize(int height, int width) =>
            new(height, width, new double[height * width], new int[height * width]);
    }
}
