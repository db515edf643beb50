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
    public void A_belt_of_detergent_is_smooth_and_as_dense_as_asked()
    {
        ParticleModelSettings bare = new() { DiameterAngstrom = 120, MaximumBlobWidth = 0.12 };
        ParticleModel thin = Invent(bare with { BeltDensity = 0.4 }, 6);
        ParticleModel dense = Invent(bare with { BeltDensity = 0.8 }, 6);
        SphericalGaussian[] belt = [.. thin.Blobs.Skip(bare.BlobCount)];

        Assert.That(belt, Has.Length.EqualTo(24));
        Assert.That(belt.Min(static blob => blob.Width), Is.GreaterThan(thin.Blobs.Take(100).Max(b => b.Width) * 1.5));
        Assert.That(dense.Blobs[^1].Amplitude / dense.Blobs[0].Amplitude, Is.EqualTo(
            2 * thin.Blobs[^1].Amplitude / thin.Blobs[0].Amplitude).Within(1).Percent);
        Assert.That(2 * thin.Blobs.Max(static blob => blob.Centre.Length() + blob.Width), Is.EqualTo(120).Within(1e-3));

        // Mass in a torus of the belt's size over mass in a ball of the protein's.
        double radius = belt[0].Centre.Length();
        double reach = thin.Blobs.Take(bare.BlobCount).Max(static blob => blob.Centre.Length() + blob.Width);
        double torus = 2 * Math.PI * Math.PI * radius * belt[0].Width * belt[0].Width;
        double protein = thin.Blobs.Take(bare.BlobCount).Sum(static blob => blob.RelativeMass);
        double ratio = belt.Sum(static blob => blob.RelativeMass) / torus
            / (protein / (4.0 / 3 * Math.PI * reach * reach * reach));
        Assert.That(ratio, Is.EqualTo(0.4).Within(20).Percent);
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
