using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>The mean of the surroundings of many places, kept in halves.</summary>
/// <remarks>Every other place goes into the other half, so that what both show is no noise.</remarks>
/// <param name="radius">Half the side of the mean, pixels of the images to come.</param>
internal sealed class MeanParticle(int radius)
{
    private readonly double[][] _sums =
        [new double[Side(radius) * Side(radius)], new double[Side(radius) * Side(radius)]];

    private readonly int[] _counts = new int[2];

    /// <summary>How many places were added.</summary>
    public int Count => _counts.Sum();

    /// <summary>Adds what lies around a place, if all of it lies in the image.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="y">Row of the centre; between pixels, the image is interpolated.</param>
    /// <param name="x">Column of the centre.</param>
    /// <returns>Whether it was added.</returns>
    public bool Add(PreparedMicrograph image, double y, double x)
    {
        (int top, int left) = ((int)Math.Floor(y) - radius, (int)Math.Floor(x) - radius);
        int side = Side(radius);
        if (top < 0 || left < 0 || top + side >= image.Height || left + side >= image.Width)
        {
            return false;
        }

        int half = Count % 2;
        double[] sum = _sums[half];
        (float down, float right) = ((float)(y - Math.Floor(y)), (float)(x - Math.Floor(x)));
        for (int i = 0; i < side; i++)
        {
            ReadOnlySpan<float> upper = image.Pixels.AsSpan(((top + i) * image.Width) + left, side + 1);
            ReadOnlySpan<float> lower = image.Pixels.AsSpan(((top + i + 1) * image.Width) + left, side + 1);
            for (int j = 0; j < side; j++)
            {
                float above = upper[j] + (right * (upper[j + 1] - upper[j]));
                float below = lower[j] + (right * (lower[j + 1] - lower[j]));
                sum[(i * side) + j] += above + (down * (below - above));
            }
        }

        _counts[half]++;
        return true;
    }

    /// <summary>The mean of all.</summary>
    /// <returns>(2·radius + 1)² grey levels, row by row; zero where nothing was added.</returns>
    public float[] Mean() =>
        [.. _sums[0].Zip(_sums[1], (one, other) => (float)((one + other) / Math.Max(1, Count)))];

    /// <summary>Mean grey level by distance from the centre.</summary>
    /// <param name="half">0 or 1; null for all.</param>
    /// <returns>radius + 1 values, the first at the centre, one pixel apart.</returns>
    public double[] Profile(int? half = null)
    {
        double[] sums = new double[radius + 2];
        double[] weights = new double[radius + 2];
        double count = Math.Max(1, half is { } one ? _counts[one] : Count);
        int side = Side(radius);
        for (int i = 0; i < side * side; i++)
        {
            (int y, int x) = ((i / side) - radius, (i % side) - radius);
            double distance = Math.Sqrt((y * y) + (x * x));
            int ring = (int)distance;
            if (ring <= radius)
            {
                double value = (half is { } which ? _sums[which][i] : _sums[0][i] + _sums[1][i]) / count;
                double outer = distance - ring;
                sums[ring] += (1 - outer) * value;
                weights[ring] += 1 - outer;
                sums[ring + 1] += outer * value;
                weights[ring + 1] += outer;
            }
        }

        return [.. sums.Take(radius + 1).Zip(weights, (sum, weight) => sum / weight)];
    }

    private static int Side(int radius) => (2 * radius) + 1;
}
