using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
public sealed class TurnedWindowTests
{
    private const int Side = 7;
    private const int Height = 40;
    private const int Width = 50;

    [TestCase(0, 0.0, false)]
    [TestCase(1, 0.5, false)]
    [TestCase(2, 1.0, false)]
    [TestCase(3, 1.5, false)]
    [TestCase(4, 0.0, true)]
    public void Quarter_turns_are_those_of_the_plain_cutter(int orientation, double halfTurns, bool mirrored)
    {
        foreach (BinnedPosition centre in (BinnedPosition[])[new(20, 15), new(1, 38)])
        {
            PreparedMicrograph image = Noise();
            float[] expected = new float[Side * Side];
            float[] window = new float[Side * Side];
            WindowCutter.Cut(image, centre, orientation, Side, expected);
            TurnedWindow.Cut(image, centre, halfTurns * Math.PI, mirrored, scale: 1, Side, window);

            Assert.That(window, Is.EqualTo(expected).Within(1e-5));
        }
    }

    // Keys' interpolation gives polynomials of the second degree back exactly.
    [Test]
    public void Curved_ground_is_turned_magnified_and_shifted_as_the_formula_says()
    {
        PreparedMicrograph image = Image((x, y) => (0.01 * x * x) - (0.02 * x * y) + (0.3 * y));
        const double angle = 0.7;
        const double scale = 1.3;
        var centre = new BinnedPosition(22.3, 18.6);
        float[] window = new float[Side * Side];
        TurnedWindow.Cut(image, centre, angle, mirrored: true, scale, Side, window);

        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                double u = -(j - 3) / scale;
                double v = (i - 3) / scale;
                double x = centre.X + (u * Math.Cos(angle)) - (v * Math.Sin(angle));
                double y = centre.Y + (u * Math.Sin(angle)) + (v * Math.Cos(angle));
                double expected = (0.01 * x * x) - (0.02 * x * y) + (0.3 * y);
                Assert.That(window[(i * Side) + j], Is.EqualTo(expected).Within(1e-4), $"{i}, {j}");
            }
        }
    }

    [Test]
    public void Scale_must_be_positive() => Assert.That(
        () => TurnedWindow.Cut(Noise(), new BinnedPosition(9, 9), 0, false, 0, Side, new float[Side * Side]),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static PreparedMicrograph Noise()
    {
        var random = new RandomSource(3);
        return Image((_, _) => random.NextGaussian());
    }

    private static PreparedMicrograph Image(Func<int, int, double> value)
    {
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(i => (float)value(i % Width, i / Width))];
        return new PreparedMicrograph("m", pixels, Height, Width, 1, Height, Width);
    }
}
