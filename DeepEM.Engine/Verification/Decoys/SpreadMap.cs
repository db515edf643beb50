using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>How strong the noise is from place to place, against its mean.</summary>
/// <remarks>
/// The mean of |f| over the free pixels round a place, weighed by a normal curve of <see cref="Width"/> diameters;
/// where none is near, the mean over all. Taken on cells of half a diameter, and between their middles in straight
/// lines.
/// </remarks>
internal sealed class SpreadMap
{
    private const double Width = 3;
    private const double CellsPerDiameter = 2;

    // A place without free pixels near it has the mean; one with any has its own.
    private const double MeanWeight = 0.05;

    // What is stronger than this is a lump of ice in the noise, not noise.
    private const float Least = 0.6f;
    private const float Most = 1.7f;

    // Grey levels beyond so many spreads count as so many.
    private const double LargestLevel = 3;

    // The mean of |f| is so much of the spread in normal noise.
    private const double MeanPerSpread = 0.8;

    private readonly int _cell;
    private readonly int _rows;
    private readonly int _columns;
    private readonly float[] _values;

    /// <summary>Measures.</summary>
    /// <param name="image">The region's pixels.</param>
    /// <param name="isFree">Which of them are noise; at least one.</param>
    /// <param name="median">Median of the noise.</param>
    /// <param name="spread">Its spread.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <param name="buffers">Memory, used until the next map.</param>
    public SpreadMap(
        PreparedMicrograph image,
        bool[] isFree,
        double median,
        double spread,
        double diameter,
        DecoyBuffers buffers)
    {
        _cell = Math.Max(1, (int)Math.Round(diameter / CellsPerDiameter));
        _rows = ((image.Height - 1) / _cell) + 1;
        _columns = ((image.Width - 1) / _cell) + 1;
        int cells = _rows * _columns;
        double[] sums = buffers.TakeClear<double>(DecoyBuffer.CellSums, cells);
        double[] free = buffers.TakeClear<double>(DecoyBuffer.CellCounts, cells);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int pixel = (y * image.Width) + x;
                if (isFree[pixel])
                {
                    int cell = (y / _cell * _columns) + (x / _cell);
                    sums[cell] += Math.Min(Math.Abs(image.Pixels[pixel] - median), LargestLevel * spread);
                    free[cell]++;
                }
            }
        }

        double[] counts = buffers.Take<double>(DecoyBuffer.SmoothCounts, cells);
        free.CopyTo(counts, 0);
        double[] kernel = Kernel(Width * diameter / _cell);
        double[] between = buffers.Take<double>(DecoyBuffer.CellsBetween, cells);
        Smooth(sums, between, kernel);
        Smooth(counts, between, kernel);
        double full = _cell * _cell * MeanWeight;
        (double weighed, double weights) = (0, 0);
        for (int i = 0; i < cells; i++)
        {
            sums[i] = (sums[i] + (full * MeanPerSpread * spread)) / (counts[i] + full);
            weighed += sums[i] * free[i];
            weights += free[i];
        }

        double mean = weighed / weights;
        _values = buffers.Take<float>(DecoyBuffer.Strengths, cells);
        for (int i = 0; i < cells; i++)
        {
            _values[i] = Math.Clamp((float)(sums[i] / mean), Least, Most);
        }
    }

    /// <summary>The strength along a row of pixels.</summary>
    /// <param name="y">The row.</param>
    /// <param name="row">Receives a factor, about 1, for every pixel of the row.</param>
    public void Fill(int y, Span<float> row)
    {
        (int upper, int lower, float down) = Between(y, _rows);
        for (int x = 0; x < row.Length; x++)
        {
            (int left, int right, float across) = Between(x, _columns);
            float above = Mix(_values[(upper * _columns) + left], _values[(upper * _columns) + right], across);
            float below = Mix(_values[(lower * _columns) + left], _values[(lower * _columns) + right], across);
            row[x] = Mix(above, below, down);
        }
    }

    private (int First, int Second, float Part) Between(int pixel, int cells)
    {
        float place = Math.Clamp(((pixel + 0.5f) / _cell) - 0.5f, 0, cells - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, cells - 1), place - first);
    }

    private static float Mix(float one, float other, float part) => one + (part * (other - one));

    private static double[] Kernel(double width)
    {
        int radius = (int)Math.Ceiling(3 * width);
        double[] kernel =
        [
            .. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-0.5 * i * i / (width * width))),
        ];
        double sum = kernel.Sum();
        return Array.ConvertAll(kernel, value => value / sum);
    }

    // Along rows, then along columns; nothing lies outside.
    private void Smooth(double[] map, double[] between, double[] kernel)
    {
        Pass(map, between, kernel, _rows, _columns, _columns, 1);
        Pass(between, map, kernel, _columns, _rows, 1, _columns);
    }

    private static void Pass(
        double[] from, double[] to, double[] kernel, int lines, int length, int lineStep, int step)
    {
        int radius = kernel.Length / 2;
        for (int line = 0; line < lines; line++)
        {
            for (int i = 0; i < length; i++)
            {
                double sum = 0;
                for (int k = Math.Max(0, i - radius); k <= Math.Min(length - 1, i + radius); k++)
                {
                    sum += kernel[k - i + radius] * from[(line * lineStep) + (k * step)];
                }

                to[(line * lineStep) + (i * step)] = sum;
            }
        }
    }
}
