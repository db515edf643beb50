using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Consensus;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Consensus;

[Category(TestCategory.Smoke)]
public sealed class PickClustersTests
{
    [Test]
    public void The_nearest_picks_of_two_pickers_mean_one_particle()
    {
        Assert.That(
            Clusters([(10, 10), (60, 10)], [(14, 10), (11, 11), (90, 90)]), Is.EqualTo("-1,0 -1,2 0,1 1,-1"));
    }

    [Test]
    public void No_picker_has_two_picks_of_one_particle() =>
        Assert.That(Clusters([(10, 10), (13, 10)], [(11, 10)]), Is.EqualTo("0,0 1,-1"));

    [Test]
    public void A_chain_of_picks_does_not_join_what_is_far_apart() =>
        Assert.That(Clusters([(0, 0)], [(8, 0)], [(15, 0)]), Is.EqualTo("-1,0,0 0,-1,-1"));

    [Test]
    public void Three_pickers_agree() =>
        Assert.That(Clusters([(50, 50)], [(52, 50)], [(50, 53)]), Is.EqualTo("0,0,0"));

    [Test]
    public void The_centre_is_the_weighted_median()
    {
        IReadOnlyList<Particle>[] pickers = [[new(0, 0, 1)], [new(4, 2, 1)], [new(9, 1, 1)]];
        var cluster = new PickCluster([0, 0, 0]);
        Assert.That(cluster.Centre(pickers, [1, 1, 1]), Is.EqualTo((4.0, 1.0)));
        Assert.That(cluster.Centre(pickers, [1, 1, 5]), Is.EqualTo((9.0, 1.0)));
    }

    private static string Clusters(params (double X, double Y)[][] pickers) => string.Join(
        ' ',
        PickClusters.Of(
            [.. pickers.Select(picks => picks.Select(place => new Particle(place.X, place.Y, 0)).ToArray())],
            distance: 10).Select(cluster => string.Join(',', cluster.Picks)).Order(StringComparer.Ordinal));
}
