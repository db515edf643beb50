using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Calibration;

[TestFixture]
public sealed class ScoreAdaptationTests
{
    // One half lies at a logit of 2.
    private static readonly ScoreCalibration _general = new(1.5, -3);

    [Test]
    public void One_half_moves_between_the_crowds()
    {
        double half = Half(Normal(1000, 0, 2.5, 1).Concat(Normal(150, 11, 2, 2)));
        Assert.That(half, Is.InRange(4, 5));
    }

    [Test]
    public void One_half_never_moves_down() =>
        Assert.That(Half(Normal(500, -6, 1, 1).Concat(Normal(200, 1, 1, 2))), Is.EqualTo(2).Within(1e-9));

    [Test]
    public void One_half_moves_no_further_than_the_largest_shift() =>
        Assert.That(
            Half(Normal(1000, 0, 4, 1).Concat(Normal(100, 25, 2, 2))),
            Is.EqualTo(2 + ScoreAdaptation.LargestShift).Within(1e-9));

    [Test]
    public void Mere_noise_leaves_next_to_nothing()
    {
        double[] noise = [.. Normal(3000, 0.7, 1.8, 5)];
        ScoreCalibration adapted = ScoreAdaptation.Adapt(_general, noise);
        Assert.That(noise.Count(z => adapted.Probability(z) > 0.5), Is.LessThanOrEqualTo(2));
    }

    // Two crowds as maxima of coloured noise make them.
    [Test]
    public void Skewed_noise_leaves_next_to_nothing()
    {
        double[] noise = [.. Normal(550, -1.2, 0.85, 5), .. Normal(1400, 0.9, 0.9, 6)];
        ScoreCalibration adapted = ScoreAdaptation.Adapt(_general, noise);
        Assert.That(noise.Count(z => adapted.Probability(z) > 0.5), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void A_few_candidates_leave_the_general_calibration() =>
        Assert.That(ScoreAdaptation.Adapt(_general, [1, 2, 3]), Is.EqualTo(_general));

    private static double Half(IEnumerable<double> logits)
    {
        ScoreCalibration adapted = ScoreAdaptation.Adapt(_general, [.. logits]);
        Assert.That(adapted.Slope, Is.EqualTo(_general.Slope));
        return adapted.Logit(0.5);
    }

    private static IEnumerable<double> Normal(int count, double mean, double deviation, long seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (deviation * random.NextGaussian()))];
    }
}
