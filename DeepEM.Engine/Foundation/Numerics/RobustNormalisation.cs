using System.Buffers;
using System.Numerics;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Brings the grey levels of an image to median 0 and spread 1 without being led by outliers.</summary>
/// <remarks>
/// The spread is (upper quartile − lower quartile) / 1.349, which is the standard deviation of normal noise and takes
/// no notice of ice lumps or hot pixels. Values are then cut at ±<see cref="Limit"/>.
/// </remarks>
public static class RobustNormalisation
{
    /// <summary>Largest distance from the median that is kept, in units of the spread.</summary>
    public const float Limit = 6;

    private const int Samples = 1 << 16;

    // Maps of statistics are smooth: fewer values say as much.
    private const int MapSamples = 1 << 13;

    // Quartiles of a normal distribution lie 1.349 standard deviations apart.
    private const double QuartilesPerDeviation = 1.349;

    // Pixels that one worker takes at a time.
    private const int Block = 1 << 16;

    /// <summary>Normalises an image in place.</summary>
    /// <param name="pixels">All values of the image; all finite.</param>
    /// <returns>False when the image is flat: every value is then 0.</returns>
    public static bool Apply(float[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (!TryMeasure(pixels, out double median, out double spread))
        {
            return false;
        }

        Normalise(pixels, median, spread);
        return true;
    }

    /// <summary>Normalises an image in place with all threads.</summary>
    /// <param name="backend">Lends its threads.</param>
    /// <param name="pixels">All values of the image; all finite.</param>
    /// <returns>False when the image is flat: every value is then 0.</returns>
    internal static bool Apply(IComputeBackend backend, float[] pixels)
    {
        if (!TryMeasure(pixels, out double median, out double spread))
        {
            return false;
        }

        int blocks = (pixels.Length + Block - 1) / Block;
        HostWork.ForEach(backend, blocks, block =>
        {
            int first = block * Block;
            Normalise(pixels.AsSpan(first, Math.Min(Block, pixels.Length - first)), median, spread);
        });
        return true;
    }

    /// <summary>Turns values into their distance from the median in spreads, in place.</summary>
    /// <param name="values">Values; what is not a number becomes 0 and counts for nothing.</param>
    /// <param name="leastSpread">The spread is taken as no less than this, 0 or more.</param>
    internal static void Standardise(Span<float> values, double leastSpread)
    {
        float[] known = ArrayPool<float>.Shared.Rent(values.Length);
        int count = 0;
        foreach (float value in values)
        {
            known[count] = value;
            count += float.IsNaN(value) ? 0 : 1;
        }

        (double median, double spread) = count == 0 ? (0, 0) : Measure(known.AsSpan(0, count), MapSamples);
        ArrayPool<float>.Shared.Return(known);
        spread = Math.Max(spread, leastSpread);
        foreach (ref float value in values)
        {
            value = float.IsNaN(value) || !(spread > 0) ? 0 : (float)((value - median) / spread);
        }
    }

    /// <summary>Median and spread of values, from a sample of them.</summary>
    /// <param name="values">At least one; all finite.</param>
    /// <param name="samples">About how many are looked at.</param>
    /// <returns>The median, and (upper quartile − lower quartile) / 1.349.</returns>
    internal static (double Median, double Spread) Measure(ReadOnlySpan<float> values, int samples)
    {
        // An odd stride near the wanted one samples all columns of an image with an even width.
        int stride = Math.Max(1, values.Length / samples) | 1;
        int count = ((values.Length - 1) / stride) + 1;
        float[] buffer = ArrayPool<float>.Shared.Rent(count);
        Span<float> sample = buffer.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            sample[i] = values[i * stride];
        }

        int middle = count / 2;
        double median = OrderStatistic.Select(sample, middle);
        double lower = OrderStatistic.Select(sample[..(middle + 1)], count / 4);
        double upper = OrderStatistic.Select(sample[middle..], (count * 3 / 4) - middle);
        ArrayPool<float>.Shared.Return(buffer);
        return (median, (upper - lower) / QuartilesPerDeviation);
    }

    private static bool TryMeasure(float[] pixels, out double median, out double spread)
    {
        (median, spread) = Measure(pixels, Samples);
        if (spread > 1e-6 * Math.Max(1e-30, Math.Abs(median)))
        {
            return true;
        }

        Array.Clear(pixels);
        return false;
    }

    private static void Normalise(Span<float> pixels, double median, double spread)
    {
        var medians = new Vector<double>(median);
        var spreads = new Vector<double>(spread);
        var limits = new Vector<float>(Limit);
        int i = 0;
        for (; i <= pixels.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(pixels[i..]), out Vector<double> low, out Vector<double> high);
            Vector<float> scaled = Vector.Narrow((low - medians) / spreads, (high - medians) / spreads);
            Vector.Min(Vector.Max(scaled, -limits), limits).CopyTo(pixels[i..]);
        }

        for (; i < pixels.Length; i++)
        {
            pixels[i] = Math.Clamp((float)((pixels[i] - median) / spread), -Limit, Limit);
        }
    }
}
