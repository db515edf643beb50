using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Verify;

[TestFixture]
public sealed class VerificationJobTests
{
    private const double DiameterAngstrom = 170;

    private ScratchFolder _folder = null!;
    private VerificationJobReport _report = null!;

    [OneTimeSetUp]
    public void Verify_labels_and_as_many_places_of_noise_on_two_micrographs()
    {
        _folder = new ScratchFolder();
        PicksWithNoise.Simulate(_folder["mics"], _folder["picks"], DiameterAngstrom, seed: 31);
        _report = Run("found", threads: 2);
    }

    [OneTimeTearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Probabilities_tell_particles_from_noise()
    {
        VerifiedPick[] noise = [.. _report.Result.Picks.Where(pick => pick.Particle.FigureOfMerit == 0)];
        VerifiedPick[] particles = [.. _report.Result.Picks.Where(pick => pick.Particle.FigureOfMerit > 0)];
        Assert.That(noise, Has.Length.GreaterThan(20));
        Assert.That(particles.Average(pick => pick.Probability), Is.GreaterThan(0.8));
        Assert.That(noise.Average(pick => pick.Probability), Is.LessThan(0.2));
        Assert.That(noise.Count(pick => pick.Reasons.HasFlag(OutlierReasons.Unexplained)),
            Is.GreaterThan(0.5 * noise.Length));
    }

    [Test]
    public void Classes_hold_every_pick_once_and_the_averages_show_particles()
    {
        VerificationResult found = _report.Result;
        Assert.That(found.Classes.Sum(one => one.Count), Is.EqualTo(found.Picks.Count));
        Assert.That(found.Guard!.Verdict, Is.EqualTo(AverageVerdict.Particles));
        Assert.That(found.Guard.NoiseStructure, Is.LessThan(0.5));
        Assert.That(found.NoiseClasses, Is.Not.Empty);
    }

    [Test]
    public void Noise_among_the_picks_is_counted()
    {
        NoiseRatePoint high = _report.Result.NoiseRates.Last(point => point.Threshold <= 1);
        VerifiedPick[] above = [.. _report.Result.Picks.Where(pick => pick.Logit >= high.Threshold)];
        double truth = above.Count(pick => pick.Particle.FigureOfMerit == 0) / (double)above.Length;
        Assert.That(above, Has.Length.EqualTo(high.Picks));
        Assert.That(high.Rate, Is.EqualTo(truth).Within(0.15));
        Assert.That(high.Low, Is.LessThanOrEqualTo(high.Rate));
        Assert.That(high.High, Is.GreaterThanOrEqualTo(high.Rate));
        Assert.That(_report.Result.NoisePass, Is.InRange(1, 2));
    }

    [Test]
    public void The_number_of_threads_does_not_matter()
    {
        VerificationResult other = Run("again", threads: 1).Result;
        Assert.That(other.Picks, Is.EqualTo(_report.Result.Picks));
        Assert.That(
            other.Classes.Select(one => one.Average), Is.EqualTo(_report.Result.Classes.Select(one => one.Average)));
        Assert.That(other.NoiseRates, Is.EqualTo(_report.Result.NoiseRates));
    }

    [Test]
    public void An_earlier_verification_and_the_folder_of_the_picks_are_not_replaced()
    {
        Assert.That(
            () => Run("found", threads: 2),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.OutputExists));
        Assert.That(
            () => Run("picks", threads: 2),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.OutputIsInput));
    }

    [Test]
    public void Picks_that_are_right_are_not_said_to_be_mirrored() =>
        Assert.That(_report.Warnings.Select(warning => warning.Code), Has.None.StartsWith("mirrored"));

    [TestCase(false, NoticeCode.MirroredInY, "the picks are mirrored")]
    [TestCase(true, NoticeCode.CoordinatesScaled, "the picks are on another scale")]
    public void Picks_of_a_turned_or_binned_image_are_a_warning(bool isBinned, string code, string text)
    {
        Directory.CreateDirectory(_folder[code]);
        foreach (MicrographPicks picks in PickReader.Read(_folder["picks"]).Micrographs)
        {
            int height = MicrographReader.ReadHeader(_folder[$"mics/{picks.Stem}.mrc"]).Height;
            PickStarWriter.Write(_folder[$"{code}/{picks.Stem}.star"],
            [
                .. picks.Particles.Select(one => isBinned
                    ? one with { X = one.X / 2, Y = one.Y / 2 }
                    : CoordinateFrame.FlipRows(one, height)),
            ]);
        }

        VerificationJobReport report = Run($"{code}-verified", threads: 2, picks: code);

        Assert.That(report.Warnings.Single(one => one.Code == code).Text, Does.StartWith(text));
    }

    [Test]
    public void Without_a_diameter_it_says_so()
    {
        Assert.That(
            () => Run("none", threads: 1, diameter: null),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.DiameterUnknown));
    }

    private VerificationJobReport Run(
        string folder, int threads, double? diameter = DiameterAngstrom, string picks = "picks")
    {
        VerificationJob job = new(
            MicrographList.Expand([_folder["mics"]], TextReader.Null),
            new VerificationSettings(_folder[folder]) { DiameterAngstrom = diameter })
        {
            Picks = _folder[picks],
        };
        using var backend = new SimdBackend(threads);
        return job.Run(backend);
    }
}
