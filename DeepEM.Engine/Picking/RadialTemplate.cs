using System.Numerics;
using DeepEM.Engine.Preparation;

namespace DeepEM.Engine.Picking;

/// <summary>What particles have in common whatever their orientation: grey level by distance from the centre.</summary>
/// <remarks>
/// The profile t(r) is the mean over some places of the grey levels at distance r; as a disc of pixels with its mean
/// taken away it answers most where its centre lies on a particle's.
/// </remarks>
internal sealed class RadialTemplate
{
    private readonly float[] _profile;
    private readonly int _side;
    private readonly float[] _disc;

    private RadialTemplate(float[] profile, int radius, Func<int, int, bool> includes)
    {
        _profile = profile;
        Radius = radius;
        _side = (2 * radius) + 1;
        _disc = Draw(includes);
    }

    /// <summary>Radius of the disc, pixels.</summary>
    public int Radius { get; }

    /// <summary>Averages the surroundings of some places.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="places">Places at least <paramref name="radius"/> + 1 pixels inside of it; one or more.</param>
    /// <param name="radius">Radius of the disc, pixels.</param>
    public static RadialTemplate Of(
        PreparedMicrograph image, IEnumerable<(double Y, double X)> places, int radius)
    {
        double[] sums = new double[radius + 2];
        double[] weights = new double[radius + 2];
        foreach ((double y, double x) in places)
        {
            (int row, int column) = ((int)Math.Round(y), (int)Math.Round(x));
            for (int i = row - radius; i <= row + radius; i++)
            {
                for (int j = column - radius; j <= column + radius; j++)
                {
                    double distance = Math.Sqrt(((i - y) * (i - y)) + ((j - x) * (j - x)));
                    int ring = (int)distance;
                    if (ring <= radius)
                    {
                        double outer = distance - ring;
                        float pixel = image.Pixels[(i * image.Width) + j];
                        sums[ring] += (1 - outer) * pixel;
                        weights[ring] += 1 - outer;
                        sums[ring + 1] += outer * pixel;
                        weights[ring + 1] += outer;
                    }
                }
            }
        }

        float[] profile = [.. sums.Zip(weights, (sum, weight) => weight > 0 ? (float)(sum / weight) : 0)];
        return new RadialTemplate(profile, radius, static (_, _) => true);
    }

    /// <summary>One half of the disc, which sees other pixels than the other half.</summary>
    /// <param name="half">0 and 1: right and left; 2 and 3: lower and upper.</param>
    public RadialTemplate Half(int half) => new(_profile, Radius, half switch
    {
        0 => static (_, x) => x > 0,
        1 => static (_, x) => x < 0,
        2 => static (y, _) => y > 0,
        _ => static (y, _) => y < 0,
    });

    /// <summary>The answer with the centre on a pixel; the disc must lie within the image.</summary>
    public float At(PreparedMicrograph image, int row, int column)
    {
        float sum = 0;
        for (int i = 0; i < _side; i++)
        {
            int first = ((row - Radius + i) * image.Width) + column - Radius;
            sum += Dot(image.Pixels.AsSpan(first, _side), _disc.AsSpan(i * _side, _side));
        }

        return sum;
    }

    private float[] Draw(Func<int, int, bool> includes)
    {
        float[] disc = new float[_side * _side];
        bool[] inside = new bool[disc.Length];
        double sum = 0;
        for (int i = 0; i < disc.Length; i++)
        {
            (int y, int x) = ((i / _side) - Radius, (i % _side) - Radius);
            double distance = Math.Sqrt((y * y) + (x * x));
            inside[i] = distance <= Radius && includes(y, x);
            if (inside[i])
            {
                int ring = (int)distance;
                disc[i] = _profile[ring] + ((float)(distance - ring) * (_profile[ring + 1] - _profile[ring]));
                sum += disc[i];
            }
        }

        float mean = (float)(sum / inside.Count(i => i));
        for (int i = 0; i < disc.Length; i++)
        {
            disc[i] -= inside[i] ? mean : 0;
        }

        return disc;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(one[i..]) * new Vector<float>(other[i..]);
        }

        float sum = Vector.Sum(sums);
        for (; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
