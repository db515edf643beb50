using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Verification.Decoys;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class DecoyCalibrationTests
{
    // One half lies at a logit of 2.
    private static readonly ScoreCalibration _general = new(1.5, -3);

    [Test]
    public void One_half_lies_between_noise_and_particles()
    {
        DecoyCalibration fitted = Fit([.. Normal(1000, 0, 2, 1), .. Normal(150, 11, 2, 2)], Normal(300, 0, 2, 3));
        Assert.That(fitted.Half, Is.InRange(4, 6));
        Assert.That(fitted.IsInDoubt, Is.False);
        Assert.That(fitted.Calibration.Slope, Is.EqualTo(_general.Slope));
        Assert.That(fitted.Calibration.Probability(fitted.Half), Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void A_crowded_micrograph_keeps_its_particles_though_most_candidates_are_particles()
    {
        double[] particles = [.. Normal(600, 4, 1.5, 2)];
        DecoyCalibration fitted = Fit([.. Normal(500, -0.5, 1.6, 1), .. particles], Normal(150, -0.5, 1.6, 3), open: 3);
        Assert.That(particles.Count(z => z >= fitted.Half), Is.GreaterThan(500));
    }

    [Test]
    public void One_half_moves_down_where_noise_lies_low_but_not_far() =>
        Assert.That(
            Fit([.. Normal(800, -8, 1, 1), .. Normal(200, 3, 1, 2)], Normal(3000, -8, 1, 3), open: 0.3).Half,
            Is.EqualTo(2 - DecoyCalibration.LargestFall).Within(0.05));

    [Test]
    public void Junk_that_decoys_do_not_see_moves_one_half_no_further_than_the_largest_rise() =>
        Assert.That(
            Fit([.. Normal(600, 0, 2.5, 1), .. Normal(100, 25, 2, 2)], Normal(300, -3, 1, 3)).Half,
            Is.EqualTo(2 + DecoyCalibration.LargestRise).Within(1e-9));

    [Test]
    public void Few_decoys_leave_one_half_near_the_general_one()
    {
        double[] logits = [.. Normal(1000, 0, 2, 1), .. Normal(50, 11, 2, 2)];
        double few = Fit(logits, Normal(5, 0, 2, 3), open: 200).Half;
        double many = Fit(logits, Normal(900, 0, 2, 3)).Half;
        Assert.That(few, Is.LessThan(many));
    }

    [Test]
    public void Mere_noise_is_in_doubt_and_leaves_next_to_nothing()
    {
        double[] noise = [.. Normal(3000, 0.7, 1.8, 5)];
        DecoyCalibration fitted = Fit(noise, Normal(280, 0.1, 1.6, 6), open: 8);
        Assert.That(fitted.IsInDoubt);
        double[] pure = [.. Normal(1000, 0.7, 1.8, 7).OrderDescending()];
        DecoyCalibration held = fitted.Against([.. noise.OrderDescending()], pure);
        Assert.That(noise.Count(z => held.Calibration.Probability(z) > 0.5), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Faint_particles_that_reach_further_than_noise_stay()
    {
        double[] particles = [.. Normal(300, 3, 1.2, 5)];
        double[] logits = [.. particles, .. Normal(700, 0.7, 1.5, 6)];
        DecoyCalibration fitted = Fit(logits, Normal(280, 0.4, 1.5, 7), open: 2.4);
        double[] pure = [.. Normal(1000, 0.7, 1.5, 8).OrderDescending()];
        DecoyCalibration held = fitted.Against([.. logits.OrderDescending()], pure);
        Assert.That(held, Is.EqualTo(fitted));
        Assert.That(particles.Count(z => z >= held.Half), Is.GreaterThan(180));
    }

    [Test]
    public void Without_decoys_the_general_calibration_stands() =>
        Assert.That(Fit(Normal(100, 0, 1, 1), []).Calibration, Is.EqualTo(_general));

    private static DecoyCalibration Fit(IEnumerable<double> logits, IEnumerable<double> decoys, double open = 3)
    {
        double[] noise = [.. decoys.OrderDescending()];
        var sample = new NoiseSample(
            noise, Sampled: 1000, Open: (int)(open * 1000), Kept: 0, KeptArea: 0, KeptFrom: 1.5);
        return DecoyCalibration.Of(_general, [.. logits.OrderDescending()], sample);
    }

    private static IEnumerable<double> Normal(int count, double mean, double deviation, long seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (deviation * random.NextGaussian()))];
    }
}
