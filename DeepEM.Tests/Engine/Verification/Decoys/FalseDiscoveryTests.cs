using DeepEM.Engine.Verification.Decoys;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class FalseDiscoveryTests
{
    // 40 candidates from 1 on, 10 of them from 5 on; a decoy stands for two.
    private static readonly double[] _candidates =
    [
        .. Enumerable.Range(0, 10).Select(_ => 6.0), .. Enumerable.Range(0, 30).Select(_ => 1.5),
    ];

    [Test]
    public void The_rate_is_what_decoys_stand_for_over_the_candidates()
    {
        FalseDiscovery found = Of([5.5, 2, 2, 2, 1.2]);
        Assert.That(found.Rate(5), Is.EqualTo(2 / 10.0).Within(1e-12));
        Assert.That(found.Rate(1), Is.EqualTo(10 / 40.0).Within(1e-12));
        Assert.That(found.Rate(7), Is.Zero);
    }

    [Test]
    public void Q_is_the_least_rate_of_all_thresholds_below()
    {
        FalseDiscovery found = Of([5.5, 5.5, 5.5, 5.5]);
        Assert.That(found.Rate(5), Is.EqualTo(0.8).Within(1e-12));
        Assert.That(found.Q(5), Is.EqualTo(8 / 40.0).Within(1e-12));
        Assert.That(found.Q(1), Is.EqualTo(found.Rate(1)));
    }

    [Test]
    public void Pure_noise_is_false_throughout()
    {
        double[] noise = [.. Enumerable.Range(0, 200).Select(i => 4 - (0.03 * i))];
        var sample = new NoiseSample(noise, 1000, 1000, 0, 0, KeptFrom: 2);
        var found = new FalseDiscovery([(noise, sample)]);
        Assert.That(noise.Min(found.Q), Is.EqualTo(1));
    }

    [Test]
    public void What_is_kept_and_false_frees_its_area()
    {
        var sample = new NoiseSample([3, 3, 1], Sampled: 1000, Open: 1000, Kept: 10, KeptArea: 500, KeptFrom: 2);

        // s = 1 + φ/2 with φ = 2·s/10.
        Assert.That(sample.Scale, Is.EqualTo(1 / 0.9).Within(1e-6));
    }

    [Test]
    public void Decoys_in_the_band_below_are_no_more_than_the_candidates_there()
    {
        double[] candidates = [.. Enumerable.Range(0, 50).Select(_ => -0.5)];
        double[] decoys = [.. Enumerable.Range(0, 100).Select(_ => -0.5)];
        var sample = new NoiseSample(decoys, 1000, 1000, 0, 0, KeptFrom: 2);
        Assert.That(new FalseDiscovery([(candidates, sample)]).Anchor, Is.EqualTo(0.5).Within(1e-12));
    }

    // Quantiles of Γ(4.5) and Γ(0.5), half of those of χ² with 9 and 1 degrees of freedom: 1.350 and 9.511; 0 and 2.51.
    [Test]
    public void The_interval_is_that_of_a_Poisson_count()
    {
        (double low, double high) = Of([5.5, 5.5, 5.5, 5.5], scale: 0.1).Interval(5);
        Assert.That(low, Is.EqualTo(0.1 * 1.350 / 10).Within(0.0005));
        Assert.That(high, Is.EqualTo(0.1 * 9.511 / 10).Within(0.0005));
        (low, high) = Of([1], scale: 0.1).Interval(5);
        Assert.That(low, Is.Zero.Within(0.0005));
        Assert.That(high, Is.EqualTo(0.1 * 2.51 / 10).Within(0.002));
    }

    [Test]
    public void Micrographs_that_differ_widen_the_interval()
    {
        (double[], NoiseSample)[] alike = [.. Enumerable.Range(0, 6).Select(_ => One(20))];
        (double[], NoiseSample)[] unlike = [.. Enumerable.Range(0, 6).Select(i => One(i < 3 ? 0 : 40))];
        (double low, double high) = new FalseDiscovery(alike).Interval(1);
        (double lowest, double highest) = new FalseDiscovery(unlike).Interval(1);
        Assert.That(lowest, Is.LessThan(0.8 * low));
        Assert.That(highest, Is.GreaterThan(1.2 * high));

        static (double[], NoiseSample) One(int decoys) => (
            [.. Enumerable.Repeat(2.0, 100)],
            new NoiseSample([.. Enumerable.Repeat(1.5, decoys)], 1000, 1000, 0, 0, KeptFrom: 9));
    }

    [Test]
    public void Particles_that_were_not_kept_take_the_place_of_noise()
    {
        // 100 kept ones take 10 pixels each; 60 more than the decoys of the open 10,000 pixels lie below.
        double[] candidates = [.. Enumerable.Repeat(5.0, 100), .. Enumerable.Repeat(1.0, 90)];
        var noise = new NoiseSample([.. Enumerable.Repeat(1.0, 30)], 10_000, 10_000, 100, 1000, KeptFrom: 2);
        double share = new FalseDiscovery([(candidates, noise)]).ScaleOf(noise) / noise.Scale;
        Assert.That(share, Is.EqualTo(1 - ((60 - Math.Sqrt(120)) * 10 / 10_000)).Within(1e-3));
        Assert.That(
            new FalseDiscovery([(candidates[..100], noise)]).ScaleOf(noise), Is.EqualTo(noise.Scale).Within(1e-12));
    }

    [Test]
    public void Of_another_programs_picks_those_that_score_low_say_how_much_noise_it_took()
    {
        double[] maxima =
            [.. Enumerable.Repeat(5.0, 50), .. Enumerable.Repeat(1.9, 20), .. Enumerable.Repeat(0.5, 200)];
        var noise = new NoiseSample(maxima[50..], 1000, 1000, 0, 0, KeptFrom: 2);
        FalseDiscovery candidates = new([(maxima, noise)]);

        // A tenth of the noise was taken, where the picks are far below and where they are not.
        double[] picks = [.. maxima.Take(50), 1.9, 1.9, .. Enumerable.Repeat(0.5, 20)];
        FalseDiscovery others = FalseDiscovery.OfOthers([(picks, noise)], candidates);
        Assert.That(others.Rate(1.5), Is.EqualTo(2 / 52.0).Within(1e-9));
        Assert.That(new FalseDiscovery([(picks, noise)], candidates).Rate(1.5), Is.EqualTo(20 / 52.0).Within(1e-9));
    }

    [Test]
    public void A_second_pass_keeps_what_is_nearly_free_of_noise_where_the_first_kept_much_of_it()
    {
        Assert.That(NoisePass.SecondKeptFrom(Of([5.5]), keptFrom: 5), Is.EqualTo(5.75).Within(1e-9));
        Assert.That(NoisePass.SecondKeptFrom(Of([1.2]), keptFrom: 1), Is.Null);
    }

    [Test]
    public void Nothing_at_all_is_not_false() =>
        Assert.That(new FalseDiscovery([]).Rate(0), Is.Zero);

    private static FalseDiscovery Of(double[] decoys, double scale = 2) => new(
        [(_candidates, new NoiseSample(decoys, Sampled: 1000, Open: (int)(1000 * scale), 0, 0, KeptFrom: 9))]);
}
