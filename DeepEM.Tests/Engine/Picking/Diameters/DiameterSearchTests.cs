using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Diameters;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Diameters;

[TestFixture]
public sealed class DiameterSearchTests
{
    private const double PixelSize = 4;
    private const double Diameter = 160;

    private static readonly Lazy<float[]> _simulated = new(() => new DataSetSimulator(
        new SimulationSettings
        {
            Height = 900,
            Width = 900,
            PixelSizeAngstrom = PixelSize,
            SignalToNoise = 0.3,
            Particle = new ParticleModelSettings { DiameterAngstrom = Diameter },
        },
        seed: 12,
        threads: 2).Simulate(0).Pixels);

    [TestCase(false)]
    [TestCase(true)]
    public void The_diameter_is_found_in_either_contrast(bool isInverted)
    {
        DiameterEstimate found = Run([.. _simulated.Value.Select(level => isInverted ? -level : level)]);

        Assert.That(found.Measured, Is.Not.Null);
        Assert.That(found.Best!.IsInverted, Is.EqualTo(isInverted));
        Assert.That(found.Measured.DiameterAngstrom, Is.EqualTo(Diameter).Within(0.15 * Diameter));
    }

    [Test]
    public void An_empty_micrograph_has_no_diameter()
    {
        Assert.That(Run(new float[900 * 900]).Measured, Is.Null);
    }

    private static DiameterEstimate Run(float[] pixels)
    {
        using var backend = new SimdBackend(2);
        using var search = new DiameterSearch(backend, GeneralModel.Shipped, isInverted: null);
        var micrograph = new Micrograph("invented", 900, 900, pixels, PixelSize, []);
        return search.Run([(BinnedMicrograph.Of(micrograph), PixelSize)], progress: null, CancellationToken.None);
    }
}
