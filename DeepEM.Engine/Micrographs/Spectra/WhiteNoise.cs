using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>Independent normally distributed pixels.</summary>
internal static class WhiteNoise
{
    private const int BandRows = 64;

    /// <summary>Draws an image; every row has its own source, so that the number of threads changes nothing.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="random">Decides; not advanced.</param>
    /// <param name="parallel">How many threads to use.</param>
    /// <returns>Height·Width numbers of mean 0 and standard deviation 1.</returns>
    public static float[] Draw(int height, int width, RandomSource random, ParallelOptions parallel)
    {
        float[] image = new float[checked(height * width)];
        Parallel.For(0, height, parallel, y => FillRow(image.AsSpan(y * width, width), random.Fork(y)));
        return image;
    }

    /// <summary>Draws the image that <see cref="Draw(int, int, RandomSource, ParallelOptions)"/> draws.</summary>
    /// <param name="image">Receives rows of numbers of mean 0 and standard deviation 1.</param>
    /// <param name="width">Columns.</param>
    /// <param name="random">Decides; not advanced.</param>
    /// <param name="device">Lends its workers.</param>
    public static void Draw(float[] image, int width, RandomSource random, IDevice device)
    {
        int rows = image.Length / width;
        HostWork.ForEach(device, (rows + BandRows - 1) / BandRows, band =>
        {
            var source = new RandomSource(seed: 0);
            for (int y = band * BandRows; y < Math.Min(rows, (band + 1) * BandRows); y++)
            {
                random.ForkInto(y, source);
                FillRow(image.AsSpan(y * width, width), source);
            }
        });
    }

    // Both numbers of Box and Muller's pair.
    private static void FillRow(Span<float> row, RandomSource random)
    {
        for (int x = 0; x < row.Length; x += 2)
        {
            float radius = MathF.Sqrt(-2 * MathF.Log((float)(1 - random.NextDouble())));
            (float sine, float cosine) = MathF.SinCos((float)(2 * Math.PI * random.NextDouble()));
            row[x] = radius * cosine;
            if (x + 1 < row.Length)
            {
                row[x + 1] = radius * sine;
            }
        }
    }
}
