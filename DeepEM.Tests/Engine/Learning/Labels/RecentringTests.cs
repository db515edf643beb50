using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[TestFixture]
public sealed class RecentringTests
{
    private const double Diameter = 40;
    private const double Offset = 3;

    // A person's labels scatter about places that all lie 3 px to the right of what the network finds.
    [Test]
    public void Scatter_is_halved_and_what_all_labels_share_stays()
    {
        var random = new RandomSource(4);
        BinnedPosition[] found = [.. Enumerable.Range(0, 200).Select(i => new BinnedPosition(100 * i, 50))];
        BinnedPosition[] labels =
        [
            .. found.Select(p => new BinnedPosition(
                p.X + Offset + (1.5 * random.NextGaussian()), p.Y + (1.5 * random.NextGaussian()))),
        ];
        BinnedPosition[] moved = [.. Recentring.Move([Labelled(labels)], [found], Diameter)[0].Particles];

        Assert.That(moved.Zip(found, (m, f) => m.X - f.X).Average(), Is.EqualTo(Offset).Within(0.3));
        Assert.That(Scatter(moved, found), Is.EqualTo(0.5 * Scatter(labels, found)).Within(0.1));
    }

    [Test]
    public void Label_without_a_pick_near_it_stays()
    {
        BinnedPosition[] found = [.. Enumerable.Range(0, 10).Select(i => new BinnedPosition(100 * i, 50))];
        BinnedPosition[] labels = [.. found.Select((p, i) => i == 7 ? new BinnedPosition(p.X + 11, p.Y) : p)];
        BinnedPosition[] moved = [.. Recentring.Move([Labelled(labels)], [found], Diameter)[0].Particles];

        Assert.That(moved, Is.EqualTo(labels));
    }

    [Test]
    public void Few_labels_are_not_moved()
    {
        BinnedPosition[] labels = [new(10, 10), new(50, 50)];
        IReadOnlyList<TrainingMicrograph> micrographs = [Labelled(labels)];
        Assert.That(
            Recentring.Move(micrographs, [[new(11, 10), new(50, 52)]], Diameter), Is.SameAs(micrographs));
    }

    private static double Scatter(BinnedPosition[] places, BinnedPosition[] found)
    {
        double[] x = [.. places.Zip(found, (p, f) => p.X - f.X)];
        double mean = x.Average();
        return Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
    }

    private static TrainingMicrograph Labelled(BinnedPosition[] labels) =>
        new(new PreparedMicrograph("m", new float[4], 2, 2, 1, 2, 2), labels, [], []);
}
