using DeepEM.Engine.Picking.Diameters;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Diameters;

[TestFixture]
public sealed class MeasuredDiameterTests
{
    [Test]
    public void The_edge_of_a_shell_lies_outside_its_wall()
    {
        double[] profile = [0, 0, 0, 0, -0.5, -1, -0.5, 0.5, 1, 0.2, 0, 0];

        MeasuredDiameter? measured = MeasuredDiameter.Of(profile, stretch: 0, pixelSizeAngstrom: 4);

        // From -1 at 5 px to 1 at 8 px, half of the contrast is left at 6.5 px.
        Assert.That(measured!.EdgeAngstrom, Is.EqualTo(26).Within(1e-9));
    }

    [Test]
    public void Longish_particles_have_a_larger_extent_than_round_ones_of_the_same_mean()
    {
        double[] profile = [-3, -2.8, -2.2, -1.4, -0.6, 0.1, 0.4, 0.2, 0, 0];

        double round = MeasuredDiameter.Of(profile, 0, 4)!.DiameterAngstrom;
        double longish = MeasuredDiameter.Of(profile, 0.2, 4)!.DiameterAngstrom;

        Assert.That(longish, Is.GreaterThan(1.2 * round));
    }

    [Test]
    public void The_diameter_follows_the_pixel_size()
    {
        double[] profile = [-3, -2.8, -2.2, -1.4, -0.6, 0.1, 0.4, 0.2, 0, 0];

        Assert.That(
            MeasuredDiameter.Of(profile, 0.1, 8)!.DiameterAngstrom,
            Is.EqualTo(2 * MeasuredDiameter.Of(profile, 0.1, 4)!.DiameterAngstrom).Within(1e-9));
    }

    [Test]
    public void A_profile_without_an_edge_has_no_diameter()
    {
        Assert.That(MeasuredDiameter.Of([0, 0, 0, 0], 0, 4), Is.Null);
        Assert.That(MeasuredDiameter.Of([3, 2, 1, 0], 0, 4), Is.Null);
    }
}
