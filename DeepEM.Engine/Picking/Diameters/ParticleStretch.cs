using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>How much longer than wide particles look, as the mean over many of them.</summary>
/// <remarks>
/// <para>
/// A particle of the mean profile T(r) that is stretched by 1 + ε along the direction φ and by 1 − ε across looks
/// like T(r) + ε·g(r)·cos 2(θ − φ) with g(r) = −r·T′(r). So the image p of one particle gives
/// </para>
/// <code>ε·exp(2iφ) = 2·Σ p·g(r)·exp(2iθ) / Σ g²(r)</code>
/// <para>
/// with noise, which has no direction: the same sum with 3θ, where a stretch shows nothing, has as much of it, and its
/// mean square is taken away.
/// </para>
/// </remarks>
internal sealed class ParticleStretch
{
    private readonly int _radius;
    private readonly double[] _two;
    private readonly double[] _three;
    private double _stretched;
    private double _noise;
    private int _count;

    /// <summary>Prepares for particles of a mean profile.</summary>
    /// <param name="profile">Grey level by distance from the centre, one pixel apart.</param>
    /// <param name="radius">How far the particle reaches, pixels, less than the profile's length.</param>
    public ParticleStretch(IReadOnlyList<double> profile, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(radius, profile.Count - 1);
        _radius = radius;
        int side = (2 * radius) + 1;
        (_two, _three) = (new double[2 * side * side], new double[2 * side * side]);
        double squares = 0;
        for (int i = 0; i < side * side; i++)
        {
            (int y, int x) = ((i / side) - radius, (i % side) - radius);
            double distance = Math.Sqrt((y * y) + (x * x));
            if (distance is 0 || distance > radius)
            {
                continue;
            }

            int ring = (int)distance;
            double weight = -distance * Slope(profile, ring, distance - ring);
            squares += weight * weight;
            double angle = Math.Atan2(y, x);
            (_two[2 * i], _two[(2 * i) + 1]) = (weight * Math.Cos(2 * angle), weight * Math.Sin(2 * angle));
            (_three[2 * i], _three[(2 * i) + 1]) = (weight * Math.Cos(3 * angle), weight * Math.Sin(3 * angle));
        }

        for (int i = 0; i < _two.Length; i++)
        {
            _two[i] *= 2 / squares;
            _three[i] *= 2 / squares;
        }
    }

    /// <summary>Root of the mean square of ε, 0 where there is no more than noise.</summary>
    public double RootMeanSquare => Math.Sqrt(Math.Max(0, (_stretched - _noise) / Math.Max(1, _count)));

    /// <summary>Adds a particle, if all of it lies in the image.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="y">Row of the centre.</param>
    /// <param name="x">Column of the centre.</param>
    public void Add(PreparedMicrograph image, double y, double x)
    {
        (int top, int left) = ((int)Math.Round(y) - _radius, (int)Math.Round(x) - _radius);
        int side = (2 * _radius) + 1;
        if (top < 0 || left < 0 || top + side > image.Height || left + side > image.Width)
        {
            return;
        }

        (double two, double twoSine, double three, double threeSine) = (0, 0, 0, 0);
        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                float pixel = image.Pixels[((top + i) * image.Width) + left + j];
                int at = 2 * ((i * side) + j);
                two += pixel * _two[at];
                twoSine += pixel * _two[at + 1];
                three += pixel * _three[at];
                threeSine += pixel * _three[at + 1];
            }
        }

        _stretched += (two * two) + (twoSine * twoSine);
        _noise += (three * three) + (threeSine * threeSine);
        _count++;
    }

    private static double Slope(IReadOnlyList<double> profile, int ring, double part)
    {
        double here = (profile[ring + 1] - profile[Math.Max(0, ring - 1)]) / (ring == 0 ? 1 : 2);
        double next = (profile[Math.Min(profile.Count - 1, ring + 2)] - profile[ring])
            / (ring + 2 < profile.Count ? 2 : 1);
        return here + (part * (next - here));
    }
}
