using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Picking.Peaks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Peaks;

[TestFixture]
public sealed class MinimumDistanceTests
{
    [Test]
    public void Of_two_near_places_the_better_is_kept()
    {
        IReadOnlyList<Peak> kept =
            new MinimumDistance(5).Enforce([new Peak(0, 0, 3), new Peak(0, 4, 2), new Peak(0, 8, 1)]);
        Assert.That(kept, Is.EqualTo(new[] { new Peak(0, 0, 3), new Peak(0, 8, 1) }));
    }

    [Test]
    public void Places_exactly_at_the_distance_are_both_kept() => Assert.That(
        new MinimumDistance(5).Enforce([new Peak(0, 0, 3), new Peak(3, 4, 2)]), Has.Count.EqualTo(2));

    [Test]
    public void Negative_positions_are_handled_like_others() => Assert.That(
        new MinimumDistance(5).Enforce([new Peak(-0.1, -0.1, 3), new Peak(0.1, 0.1, 2)]), Has.Count.EqualTo(1));

    [Test]
    public void No_two_kept_are_near_and_everything_left_out_is_near_a_better_one()
    {
        var random = new RandomSource(6);
        Peak[] peaks = [.. Enumerable.Range(0, 2000)
            .Select(_ => new Peak(random.NextDouble(0, 300), random.NextDouble(0, 200), (float)random.NextGaussian()))
            .OrderByDescending(p => p.Logit)];
        IReadOnlyList<Peak> kept = new MinimumDistance(7).Enforce(peaks);
        foreach (Peak peak in peaks)
        {
            Peak[] near = [.. kept.Where(k => k != peak && Distance(k, peak) < 7)];
            Assert.That(kept.Contains(peak) ? near.Length == 0 : near.Any(k => k.Logit >= peak.Logit), $"{peak}");
        }
    }

    private static double Distance(Peak a, Peak b) =>
        Math.Sqrt(((a.Y - b.Y) * (a.Y - b.Y)) + ((a.X - b.X) * (a.X - b.X)));
}
