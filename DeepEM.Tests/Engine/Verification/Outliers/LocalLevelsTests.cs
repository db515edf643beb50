using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Outliers;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Outliers;

[TestFixture]
public sealed class LocalLevelsTests
{
    private const int Side = 400;
    private const double Diameter = 10;

    [Test]
    public void A_dark_patch_and_a_rough_patch_are_told_from_the_rest()
    {
        var random = new RandomSource(4);
        float[] pixels = new float[Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float noise = (float)random.NextGaussian();
                bool isDark = x is >= 50 and < 100 && y is >= 50 and < 100;
                bool isRough = x is >= 300 and < 350 && y is >= 300 and < 350;
                pixels[(y * Side) + x] = isDark ? noise - 2 : isRough ? 3 * noise : noise;
            }
        }

        var levels = new LocalLevels(
            new PreparedMicrograph("levels", pixels, Side, Side, 1, Side, Side), Diameter);
        (double grey, double texture) = levels.At(new BinnedPosition(75, 75));
        Assert.That(grey, Is.GreaterThan(10));
        Assert.That(texture, Is.LessThan(3));
        (grey, texture) = levels.At(new BinnedPosition(325, 325));
        Assert.That(texture, Is.GreaterThan(10));
        (grey, texture) = levels.At(new BinnedPosition(200, 200));
        Assert.That((grey, texture), Is.LessThan((3.5, 3.5)));
    }

    [Test]
    public void A_flat_micrograph_and_places_outside_are_no_trouble()
    {
        var levels = new LocalLevels(
            new PreparedMicrograph("flat", new float[Side * Side], Side, Side, 1, Side, Side), Diameter);
        Assert.That(levels.At(new BinnedPosition(-50, 900)), Is.EqualTo((0.0, 0.0)));
    }
}
