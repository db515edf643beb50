using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>A piece of ice or dirt, about the size of particles or larger: a decoy.</summary>
/// <remarks>
/// A flat top that falls off steeply at an irregular outline, for the distance d and the direction φ from its centre:
/// <code>Height · exp(−(d / R(φ))⁶),  R(φ) = Radius · (1 + Σ_{k=2..5} a_k · cos(kφ + φ_k))</code>
/// </remarks>
internal sealed class IceLump
{
    private const int FirstHarmonic = 2;
    private const int HarmonicCount = 4;
    private const double MinimumRadiusAngstrom = 70;
    private const double MaximumRadiusAngstrom = 300;
    private const double DarkChance = 0.85;

    private readonly double _x;
    private readonly double _y;
    private readonly double _radius;
    private readonly double _height;
    private readonly double[] _waves = new double[HarmonicCount];
    private readonly double[] _phases = new double[HarmonicCount];

    /// <summary>Draws a lump.</summary>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel.</param>
    /// <param name="random">Decides; advanced.</param>
    public IceLump(int height, int width, double pixelSizeAngstrom, RandomSource random)
    {
        _x = random.NextDouble(0, width);
        _y = random.NextDouble(0, height);
        _radius = random.NextDouble(MinimumRadiusAngstrom, MaximumRadiusAngstrom) / pixelSizeAngstrom;
        _height = random.NextDouble(0.5, 2) * (random.NextDouble() < DarkChance ? -1 : 1);
        for (int k = 0; k < HarmonicCount; k++)
        {
            _waves[k] = random.NextDouble(0, 0.25 / (k + 1));
            _phases[k] = random.NextDouble(0, 2 * Math.PI);
        }
    }

    /// <summary>Adds the lump to one row of an image.</summary>
    /// <param name="row">The row's pixels, added to.</param>
    /// <param name="y">Number of the row.</param>
    /// <param name="deviation">Standard deviation of the image, the unit of the lump's height.</param>
    public void AddToRow(Span<float> row, int y, double deviation)
    {
        // Beyond twice the radius even the longest bulge has died away.
        double reach = 2 * _radius;
        double dy = y - _y;
        if (Math.Abs(dy) > reach)
        {
            return;
        }

        int first = (int)Math.Clamp(Math.Ceiling(_x - reach), 0, row.Length);
        int end = (int)Math.Clamp(Math.Floor(_x + reach) + 1, 0, row.Length);
        for (int x = first; x < end; x++)
        {
            double dx = x - _x;
            double ratio = Math.Sqrt((dx * dx) + (dy * dy)) / (_radius * Outline(Math.Atan2(dy, dx)));
            double cube = ratio * ratio * ratio;
            row[x] += (float)(deviation * _height * Math.Exp(-cube * cube));
        }
    }

    private double Outline(double angle)
    {
        double radius = 1;
        for (int k = 0; k < HarmonicCount; k++)
        {
            radius += _waves[k] * Math.Cos(((k + FirstHarmonic) * angle) + _phases[k]);
        }

        return radius;
    }
}
