using DeepEM.Engine.Verification.Averages;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Averages;

[TestFixture]
public sealed class RingNoiseTests
{
    [Test]
    public void White_noise_has_the_power_of_its_pixels_under_the_mask_on_every_ring()
    {
        using var averaging = new Averaging(PlantedCrops.Of(PlantedCrops.Draw(2000, 1, 0).Cells));

        double[] power = RingPowers.Mean(averaging.Backend, averaging.Basis, averaging.Crops);

        double expected = averaging.Basis.MaskPower * AverageSettings.BoxSide * AverageSettings.BoxSide;
        for (int k = 1; k < power.Length; k++)
        {
            // About 2k independent values a crop: three standard errors.
            Assert.That(power[k] / expected, Is.EqualTo(1).Within(3 / Math.Sqrt(2 * k * 2000)), $"ring {k}");
        }
    }

    [Test]
    public void Noise_is_no_more_than_what_particles_have_and_no_less_than_a_hundredth_of_its_strongest_ring()
    {
        // Images of one wide blob, nearly without noise: their outer rings are empty.
        float[][] cells = [.. Enumerable.Repeat(PlantedCrops.Cell(Wide, 0, (0, 0), 3), 10)];
        using var averaging = new Averaging(PlantedCrops.Of(cells));
        ParticleCrops loud = PlantedCrops.Of(PlantedCrops.Draw(100, 2, 0).Cells);

        var noise = RingNoise.Of(averaging.Backend, averaging.Basis, averaging.Crops, loud);

        double strongest = noise.Noise.Skip(1).Max();
        Assert.That(noise.Noise.Skip(1), Has.All.GreaterThanOrEqualTo(0.01 * strongest));
        Assert.That(
            noise.Noise.Skip(1).Zip(noise.Particles.Skip(1)).Where(ring => ring.First > 0.0101 * strongest),
            Has.All.Matches<(double First, double Second)>(ring => ring.First <= ring.Second));
        Assert.That(noise.UsedRings, Is.EqualTo(6));
    }

    [Test]
    public void White_noise_uses_all_rings()
    {
        using var averaging = new Averaging(PlantedCrops.Of(PlantedCrops.Draw(50, 1, 0).Cells));
        Assert.That(
            RingNoise.Of(averaging.Backend, averaging.Basis, averaging.Crops, null).UsedRings,
            Is.EqualTo(AverageSettings.Rings));
    }

    private static double Wide(double x, double y) => Math.Exp(-((x * x) + (y * y)) / (2 * 7 * 7));
}
