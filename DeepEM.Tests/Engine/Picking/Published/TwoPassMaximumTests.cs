using DeepEM.Engine.Picking.Published;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Published;

[TestFixture]
public sealed class TwoPassMaximumTests
{
    [Test]
    public void Best_within_the_range_survives() => Assert.That(
        TwoPassMaximum.Select([new(0, 0, 0.5), new(20, 0, 0.9), new(40, 20, 0.7)], 40, 20),
        Is.EqualTo(new ScanWindow[] { new(20, 0, 0.9) }));

    [Test]
    public void Range_is_measured_along_the_larger_axis()
    {
        ScanWindow[] candidates = [new(0, 0, 0.5), new(40, 40, 0.9)];
        Assert.That(TwoPassMaximum.Select(candidates, 40, 0), Has.Count.EqualTo(1));
        Assert.That(TwoPassMaximum.Select(candidates, 39, 0), Has.Count.EqualTo(2));
    }

    [Test]
    public void Ties_go_to_the_larger_x_then_the_larger_y() => Assert.That(
        TwoPassMaximum.Select([new(0, 20, 0.5), new(20, 0, 0.5), new(20, 20, 0.5)], 40, 20),
        Is.EqualTo(new ScanWindow[] { new(20, 20, 0.5) }));

    // In a chain the first pass moves each to its best neighbour, not to the best of the chain; the second pass, with
    // its own range, leaves what is then far enough apart.
    [Test]
    public void Second_pass_works_on_the_survivors_of_the_first() => Assert.That(
        TwoPassMaximum.Select([new(0, 0, 0.5), new(30, 0, 0.6), new(60, 0, 0.7)], 30, 20),
        Is.EqualTo(new ScanWindow[] { new(60, 0, 0.7), new(30, 0, 0.6) }));

    [Test]
    public void No_candidate_gives_no_pick() => Assert.That(TwoPassMaximum.Select([], 40, 20), Is.Empty);
}
