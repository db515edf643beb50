using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Preparation;
using DeepEM.Engine.Training;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Training;

[TestFixture]
public sealed class EdgeMarginTests
{
    private const double Diameter = 20;

    // 20 labels, the nearest 30 px from the border of a micrograph of 100×80 px; by chance 3·80/(4·20) = 3 px.
    [Test]
    public void Margin_is_what_labels_keep_beyond_chance() =>
        Assert.That(EdgeMargin.Of([Labelled(Enumerable.Repeat(new BinnedPosition(30, 40), 20))], Diameter),
            Is.EqualTo(27).Within(1e-12));

    [TestCase(69, 40)]
    [TestCase(40, 49)]
    [TestCase(30, 40)]
    [TestCase(40, 30)]
    public void All_four_sides_count(double x, double y) =>
        Assert.That(EdgeMargin.Of([Labelled(Enumerable.Repeat(new BinnedPosition(x, y), 20))], Diameter),
            Is.EqualTo(27).Within(1e-12));

    // Of 20 px: half is 10 px, and 0.3 is 6 px.
    [TestCase(11, 10)]
    [TestCase(9, 9)]
    [TestCase(7, 7)]
    [TestCase(2, 6)]
    public void Labels_near_the_border_narrow_the_margin_down_to_most_of_a_particle(double nearest, double margin)
    {
        TrainingMicrograph far = Labelled(Enumerable.Repeat(new BinnedPosition(40, 40), 50));
        TrainingMicrograph near = Labelled([new BinnedPosition(nearest, 40)]);
        Assert.That(EdgeMargin.Of([far, near], Diameter), Is.EqualTo(margin));
    }

    [Test]
    public void Few_labels_prove_nothing() =>
        Assert.That(EdgeMargin.Of([Labelled([new BinnedPosition(50, 40)])], Diameter), Is.EqualTo(10));

    [Test]
    public void No_label_leaves_half_a_diameter() =>
        Assert.That(EdgeMargin.Of([Labelled([])], Diameter), Is.EqualTo(10));

    private static TrainingMicrograph Labelled(IEnumerable<BinnedPosition> particles) => new(
        new PreparedMicrograph("m", new float[80 * 100], 80, 100, 1, 80, 100), [.. particles], [], []);
}
