using System.Numerics;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class ParticleModelTests
{
    [TestCase(165)]
    [TestCase(80)]
    public void Largest_extent_is_the_asked_diameter(double diameter)
    {
        ParticleModel model = Invent(new ParticleModelSettings { DiameterAngstrom = diameter }, 3);
        double reach = model.Blobs.Max(static blob => blob.Centre.Length() + blob.Width);
        Assert.That(2 * reach, Is.EqualTo(diameter).Within(1e-3));
        Assert.That(model.DiameterAngstrom, Is.EqualTo(diameter));
    }

    [Test]
    public void Centre_of_mass_is_the_origin()
    {
        ParticleModel model = Invent(new ParticleModelSettings(), 4);
        Vector3 sum = Vector3.Zero;
        foreach (SphericalGaussian blob in model.Blobs)
        {
            sum += blob.Centre * (float)blob.RelativeMass;
        }

        Assert.That(sum.Length() / model.Blobs.Sum(static blob => blob.RelativeMass), Is.LessThan(1e-4));
    }

    [Test]
    public void Same_seed_gives_the_same_particle_and_another_seed_another()
    {
        ParticleModel first = Invent(new ParticleModelSettings(), 7);
        Assert.That(Invent(new ParticleModelSettings(), 7).Blobs, Is.EqualTo(first.Blobs));
        Assert.That(Invent(new ParticleModelSettings(), 8).Blobs, Is.Not.EqualTo(first.Blobs));
    }

    [Test]
    public void A_symmetric_particle_looks_the_same_after_a_turn()
    {
        ParticleModel model = Invent(new ParticleModelSettings { SymmetryOrder = 4, BlobCount = 6 }, 5);
        Assert.That(model.Blobs, Has.Count.EqualTo(24));
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2);
        foreach (SphericalGaussian blob in model.Blobs)
        {
            Vector3 turned = Vector3.Transform(blob.Centre, turn);
            Assert.That(model.Blobs.Any(other => Vector3.Distance(other.Centre, turned) < 1e-3), Is.True);
        }
    }

    [Test]
    public void A_hollow_particle_has_no_blob_inside()
    {
        var settings = new ParticleModelSettings
        {
            HollowFraction = 0.8,
            SymmetryOrder = 2,
            Stretch = new(1, 1, 1),
            BlobCount = 200,
        };
        ParticleModel model = Invent(settings, 6);
        double largest = model.Blobs.Max(static blob => blob.Centre.Length());
        Assert.That(model.Blobs.Min(static blob => blob.Centre.Length()), Is.GreaterThan(0.6 * largest));
    }

    [Test]
    public void Impossible_particles_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(
            () => Invent(new ParticleModelSettings { DiameterAngstrom = -1 }, 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Invent(new ParticleModelSettings { HollowFraction = 1 }, 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ParticleModel.FromBlobs([]), Throws.ArgumentException);
        Assert.That(() => ParticleModel.FromBlobs([new SphericalGaussian(default, 0, 1)]), Throws.ArgumentException);
    });

    private static ParticleModel Invent(ParticleModelSettings settings, long seed) =>
        ParticleModel.Invent(settings, new RandomSource(seed));
}
