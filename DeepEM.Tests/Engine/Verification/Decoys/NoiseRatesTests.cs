using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Decoys;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class NoiseRatesTests
{
    [Test]
    public void Weighted_maxima_of_noise_over_picks_is_the_rate()
    {
        var rates = new NoiseRates([0.2, 0.5, 0.95]);
        rates.Add([0.9f, 0.8f, 0.6f, 0.3f], new NoiseScores([0.55f], 2));
        rates.Add([0.9f, 0.9f, 0.4f, 0.1f], new NoiseScores([0.3f, 0.25f], 0.5));

        Assert.That(rates.Micrographs, Is.EqualTo(2));
        Assert.That(rates.At(0)!.Value.Rate, Is.EqualTo(3 / 7.0).Within(1e-12));
        NoiseRate half = rates.At(1)!.Value;
        Assert.That(half.Rate, Is.EqualTo(2 / 5.0).Within(1e-12));
        Assert.That(half.Low, Is.GreaterThan(0).And.LessThan(half.Rate));
        Assert.That(half.High, Is.GreaterThan(half.Rate));
        Assert.That(rates.At(2), Is.Null);
    }

    [Test]
    public void No_noise_at_all_may_be_some_by_chance()
    {
        var rates = new NoiseRates([0.5]);
        rates.Add([.. Enumerable.Repeat(0.9f, 100)], new NoiseScores([], 3));
        NoiseRate rate = rates.At(0)!.Value;
        Assert.That(rate.Rate, Is.Zero);
        Assert.That(rate.High, Is.EqualTo(3 * 2.51 / 100).Within(0.01));
    }
}
