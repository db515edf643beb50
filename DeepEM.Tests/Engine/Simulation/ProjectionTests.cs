using System.Numerics;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class ProjectionTests
{
    private const int Height = 150;
    private const int Width = 170;

    [TestCase(1.5, 84.3, 70.8)]
    [TestCase(1.2, 85, 75)]
    public void Mass_and_centre_are_those_of_the_model(double pixelSize, double x, double y)
    {
        ParticleModel model = Model(new ParticleModelSettings { DiameterAngstrom = 120 });
        float[] image = new float[Height * Width];
        Projection.Add(model, Projection.RandomOrientation(new RandomSource(5)), x, y, pixelSize, image, Width);

        (double mass, double centreX, double centreY) = MassAndCentre(image);
        double expected = model.Blobs.Sum(static blob => blob.RelativeMass) * Math.Pow(2 * Math.PI, 1.5);
        Assert.Multiple(() =>
        {
            Assert.That(mass * pixelSize * pixelSize, Is.EqualTo(expected).Within(0.01).Percent);
            Assert.That(centreX, Is.EqualTo(x).Within(1e-3));
            Assert.That(centreY, Is.EqualTo(y).Within(1e-3));
        });
    }

    [Test]
    public void One_blob_has_the_height_and_width_worked_by_hand()
    {
        // Amplitude 2, width 9 A, 1.5 A per pixel: 2 · 9 · √(2π) = 45.1199 in the middle, 6 pixels to the width.
        ParticleModel model = ParticleModel.FromBlobs([new SphericalGaussian(new Vector3(7, -3, 20), 9, 2)]);
        float[] image = new float[Height * Width];
        Projection.Add(model, Quaternion.Identity, 80, 60, 1.5, image, Width);
        Assert.Multiple(() =>
        {
            Assert.That(image[(60 * Width) + 80], Is.EqualTo(45.1199).Within(1e-3));
            Assert.That(image[(60 * Width) + 86], Is.EqualTo(45.1199 * Math.Exp(-0.5)).Within(1e-3));
            Assert.That(image[(54 * Width) + 80], Is.EqualTo(45.1199 * Math.Exp(-0.5)).Within(1e-3));
        });
    }

    [Test]
    public void A_quarter_turn_about_the_beam_turns_x_into_y()
    {
        ParticleModel model = ParticleModel.FromBlobs(
            [new SphericalGaussian(new Vector3(30, 0, 0), 6, 1), new SphericalGaussian(new Vector3(-30, 0, 0), 6, 1)]);
        float[] image = new float[Height * Width];
        Projection.Add(model, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2), 80, 70, 1.5, image, Width);
        Assert.Multiple(() =>
        {
            Assert.That(image[(90 * Width) + 80], Is.GreaterThan(10));
            Assert.That(image[(50 * Width) + 80], Is.GreaterThan(10));
            Assert.That(image[(70 * Width) + 100], Is.LessThan(0.1));
        });
    }

    [Test]
    public void A_particle_beyond_the_border_leaves_its_inner_part()
    {
        ParticleModel model = Model(new ParticleModelSettings());
        float[] image = new float[Height * Width];
        Projection.Add(model, Quaternion.Identity, -10, Height + 10, 1.5, image, Width);
        Projection.Add(model, Quaternion.Identity, -1000, 5000, 1.5, image, Width);
        Assert.That(image[(Height - 1) * Width], Is.GreaterThan(0));
        Assert.That(image[Width - 1], Is.Zero);
    }

    [Test]
    public void Orientations_cover_the_sphere_evenly()
    {
        var random = new RandomSource(11);
        Vector3 sum = Vector3.Zero;
        double squares = 0;
        const int Count = 20000;
        for (int i = 0; i < Count; i++)
        {
            Vector3 pole = Vector3.Transform(Vector3.UnitZ, Projection.RandomOrientation(random));
            Assert.That(pole.Length(), Is.EqualTo(1).Within(1e-5));
            sum += pole;
            squares += pole.Z * pole.Z;
        }

        // Mean 0 with a standard deviation of 0.58/√Count, and a third of the squared length along each axis.
        Assert.That((sum / Count).Length(), Is.LessThan(0.02));
        Assert.That(squares / Count, Is.EqualTo(1.0 / 3).Within(0.01));
    }

    private static ParticleModel Model(ParticleModelSettings settings) =>
        ParticleModel.Invent(settings, new RandomSource(1));

    private static (double Mass, double X, double Y) MassAndCentre(float[] image)
    {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < image.Length; i++)
        {
            mass += image[i];
            x += image[i] * (i % Width);
            y += image[i] * (double)(i / Width);
        }

        return (mass, x / mass, y / mass);
    }
}
