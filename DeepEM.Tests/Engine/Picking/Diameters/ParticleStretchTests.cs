using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Diameters;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Diameters;

[TestFixture]
public sealed class ParticleStretchTests
{
    private const int Side = 64;
    private const double Width = 8;

    // For small ones the first order of the equation holds.
    [TestCase(0.0)]
    [TestCase(0.05)]
    [TestCase(0.1)]
    public void A_known_stretch_is_measured_in_any_direction(double stretch)
    {
        double[] profile = [.. Enumerable.Range(0, 32).Select(r => Level(r * r))];
        foreach (double angle in (double[])[0, 0.4, 1.3, 2.5])
        {
            var measured = new ParticleStretch(profile, 28);
            measured.Add(Image((y, x) => Stretched(y, x, stretch, angle)), Side / 2, Side / 2);

            Assert.That(measured.RootMeanSquare, Is.EqualTo(stretch).Within(0.01), $"{angle}");
        }
    }

    [Test]
    public void Noise_is_no_stretch()
    {
        double[] profile = [.. Enumerable.Range(0, 32).Select(r => Level(r * r))];
        var measured = new ParticleStretch(profile, 28);
        var random = new RandomSource(3);
        for (int i = 0; i < 400; i++)
        {
            measured.Add(
                Image((y, x) => Stretched(y, x, 0, 0) + random.NextDouble(-3, 3)), Side / 2, Side / 2);
        }

        // One noisy particle alone shows 0.1.
        Assert.That(measured.RootMeanSquare, Is.LessThan(0.05));
    }

    private static double Level(double squaredDistance) => -Math.Exp(-squaredDistance / (2 * Width * Width));

    private static double Stretched(double y, double x, double stretch, double angle)
    {
        double along = ((x * Math.Cos(angle)) + (y * Math.Sin(angle))) / (1 + stretch);
        double across = ((y * Math.Cos(angle)) - (x * Math.Sin(angle))) / (1 - stretch);
        return Level((along * along) + (across * across));
    }

    private static PreparedMicrograph Image(Func<double, double, double> level) => new(
        "invented",
        [
            .. Enumerable.Range(0, Side * Side)
                .Select(i => (float)level((i / Side) - (Side / 2), (i % Side) - (Side / 2))),
        ],
        Side,
        Side,
        1,
        Side,
        Side);
}
