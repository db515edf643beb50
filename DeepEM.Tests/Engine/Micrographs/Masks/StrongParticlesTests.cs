using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Masks;

[TestFixture]
public sealed class StrongParticlesTests
{
    private const int Side = 700;
    private const double Diameter = 35;

    // Nine particles on a grid of 200 px, and a lump of two and a half diameters between four of them.
    private static readonly (int X, int Y)[] _particles =
        [.. Enumerable.Range(0, 9).Select(n => (150 + (200 * (n % 3)), 150 + (200 * (n / 3))))];

    [Test]
    public void Particles_of_any_strength_are_picked_and_lumps_beside_them_are_masked(
        [Values(-1, 1)] int sign, [Values(1.5, 2.1, 2.7, 3.6, 5)] double peak)
    {
        var random = new RandomSource(5);
        float[] pixels = [.. Enumerable.Range(0, Side * Side).Select(_ => (float)random.NextGaussian())];
        foreach ((int x, int y) in _particles)
        {
            Add(pixels, (x, y), Diameter / 2, r => sign * peak * Math.Sqrt(1 - (r * r)));
        }

        Add(pixels, (250, 250), 1.25 * Diameter, _ => sign * 2 * peak);
        var image = new PreparedMicrograph("m", pixels, Side, Side, 1, Side, Side);
        MicrographMask mask = MaskMeasurement.Of(default(PaddedBorder), image, Diameter).Mask(MaskLimits.Default);

        Assert.That(_particles.Count(at => mask.Covers(new Particle(at.X, at.Y, 0))), Is.Zero);
        Assert.That(mask.At(new Particle(250, 250, 0)).HasFlag(MaskReason.Outlier), Is.True);
    }

    private static void Add(float[] pixels, (int X, int Y) centre, double radius, Func<double, double> profile)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            double distance = double.Hypot((i % Side) - centre.X, (i / Side) - centre.Y) / radius;
            pixels[i] += distance < 1 ? (float)profile(distance) : 0;
        }
    }
}
