using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Survey;

[TestFixture]
public sealed class MicrographSurveyTests
{
    private const double PixelSize = 4;
    private const double Diameter = 160;

    private static readonly Lazy<SimulatedMicrograph> _simulated = new(() => new DataSetSimulator(
        new SimulationSettings
        {
            Height = 900,
            Width = 900,
            PixelSizeAngstrom = PixelSize,
            SignalToNoise = 0.3,
            Particle = new ParticleModelSettings { DiameterAngstrom = Diameter },
        },
        seed: 12,
        threads: 2).Simulate(0));

    [TestCase(false)]
    [TestCase(true)]
    public void Both_contrasts_are_told_apart(bool isInverted)
    {
        SurveyResult result = Run(Diameter, isInverted ? -1 : 1);
        Assert.That(result.IsInverted, Is.EqualTo(isInverted), string.Join(", ", result.Sizes));
        Assert.That(
            result.Sizes.Count(size => size.IsInverted == isInverted), Is.EqualTo(MicrographSurvey.Steps.Count));
    }

    // What the network sees is the true diameter either way.
    [TestCase(0.8)]
    [TestCase(1.25)]
    public void A_wrong_diameter_is_made_up_for(double factor)
    {
        double usual = GeneralModel.Shipped.SeenDiameter;
        SurveyResult right = Run(Diameter, 1);
        SurveyResult wrong = Run(Diameter * factor, 1);
        double seen = wrong.SeenDiameter / factor;
        Assert.That(seen, Is.EqualTo(right.SeenDiameter).Within(0.15 * usual), string.Join(", ", wrong.Sizes));
    }

    // The sizes at which micrographs with the right diameter are seen.
    [TestCase(0.6)]
    [TestCase(1.6)]
    public void A_diameter_that_is_far_wrong_is_made_up_for_as_far_as_the_network_needs(double factor)
    {
        SurveyResult wrong = Run(Diameter * factor, 1);
        double seen = wrong.SeenDiameter / factor / GeneralModel.Shipped.SeenDiameter;
        Assert.That(seen, Is.InRange(0.75, 1.25), string.Join(", ", wrong.Sizes));
        Assert.That(wrong.Sizes.Select(size => size.SeenDiameter).Distinct().Count(),
            Is.GreaterThan(MicrographSurvey.Steps.Count));
    }

    [Test]
    public void What_is_given_is_not_tried()
    {
        using var backend = new SimdBackend(2);
        using var survey = new MicrographSurvey(backend, GeneralModel.For(Diameter), true, false, 30);
        SurveyResult result = survey.Run([], CancellationToken.None);
        Assert.That(survey.IsNeeded, Is.False);
        Assert.That((result.SeenDiameter, result.IsInverted), Is.EqualTo((30.0, false)));
    }

    [Test]
    public void Any_number_of_threads_gives_the_same()
    {
        Assert.That(Run(Diameter, 1, threads: 1).Sizes, Is.EqualTo(Run(Diameter, 1, threads: 2).Sizes));
    }

    private static SurveyResult Run(double diameter, float sign, int threads = 2)
    {
        SimulatedMicrograph simulated = _simulated.Value;
        var micrograph = new Micrograph(
            "m", simulated.Height, simulated.Width, Array.ConvertAll(simulated.Pixels, p => sign * p), PixelSize, []);
        using var backend = new SimdBackend(threads);
        using var survey = new MicrographSurvey(backend, GeneralModel.For(diameter), true, null, null);
        return survey.Run([(BinnedMicrograph.Of(micrograph), PixelSize)], CancellationToken.None);
    }
}
