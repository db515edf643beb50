using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Masks;

/// <summary>Plain films: nothing but the grey level tells them from the ice.</summary>
[TestFixture]
public sealed class CarbonFilmTests
{
    private const int Side = 900;
    private const double Diameter = 36;

    // Within a diameter of the rim, a block may lie on either side.
    private const double Near = Diameter;

    [TestCase(-0.6, false)]
    [TestCase(0.6, true)]
    public void A_film_without_grain_is_found_where_it_lies_and_nowhere_else(double step, bool isBright)
    {
        CarbonFilm? film = Find(Scene(step), isBright);

        Assert.That(film, Is.Not.Null);
        for (int y = 10; y < Side; y += 20)
        {
            for (int x = 10; x < Side; x += 20)
            {
                if (Math.Abs(Depth(x, y)) > Near)
                {
                    Assert.That(film.Covers(x, y), Is.EqualTo(Depth(x, y) > 0), $"({x}, {y})");
                }
            }
        }
    }

    [TestCase(0.0, TestName = "Particles_on_a_gradient_are_no_film")]
    [TestCase(0.6, TestName = "What_is_brighter_than_the_ice_is_no_film_where_particles_are_dark")]
    [TestCase(-0.02, TestName = "A_step_that_particles_hide_is_no_film")]
    public void There_is_none(double step) => Assert.That(Find(Scene(step), isBright: false), Is.Null);

    [Test]
    public void A_small_dark_patch_is_no_film()
    {
        // Nine square diameters; a film has twenty or more.
        float[] pixels = Scene(step: 0);
        for (int y = 300; y < 408; y++)
        {
            for (int x = 300; x < 408; x++)
            {
                pixels[(y * Side) + x] -= 0.6f;
            }
        }

        Assert.That(Find(pixels, isBright: false), Is.Null);
    }

    private static CarbonFilm? Find(float[] pixels, bool isBright) => MaskMeasurement.Film(
        BinnedMicrograph.Of(new Micrograph("film", Side, Side, pixels, null, [])), default, Diameter, isBright);

    // How far on the film, pixels: right of an oblique, bent rim.
    private static double Depth(double x, double y) => x - 620 - (0.2 * (y - 450)) - (40 * Math.Sin(y / 150));

    // Noise, a gradient, particles everywhere, and a film on the right that differs by a step.
    private static float[] Scene(double step)
    {
        var random = new RandomSource(8);
        float[] pixels = new float[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, Side);
            double particle = double.Hypot((x % 75) - 37, (y % 75) - 37) < Diameter / 2 ? -0.25 : 0;
            pixels[i] = (float)(random.NextGaussian() + (0.4 * x / Side) - (0.3 * y / Side) + particle
                + (Depth(x, y) > 0 ? step : 0));
        }

        return pixels;
    }
}
