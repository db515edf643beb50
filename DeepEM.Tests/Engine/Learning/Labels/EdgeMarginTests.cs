using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[TestFixture]
public sealed class EdgeMarginTests
{
    private const double Diameter = 20;

    // 20 labels, the nearest 30 px from the border of a micrograph of 100×80 px; by chance 3·80/(4·20) = 3 px, and a
    // pick lies up to 0.08·20 = 1.6 px off its label.
    [Test]
    public void Margin_is_what_labels_keep_beyond_chance() =>
        Assert.That(EdgeMargin.Of([Labelled(Enumerable.Repeat(new BinnedPosition(30, 40), 20))], Diameter),
            Is.EqualTo(25.4).Within(1e-12));

    [TestCase(69, 40)]
    [TestCase(40, 49)]
    [TestCase(30, 40)]
    [TestCase(40, 30)]
    public void All_four_sides_count(double x, double y) =>
        Assert.That(EdgeMargin.Of([Labelled(Enumerable.Repeat(new BinnedPosition(x, y), 20))], Diameter),
            Is.EqualTo(25.4).Within(1e-12));

    // Of 20 px: 0.4 is 8 px, and 0.3 is 6 px.
    [TestCase(10, 8)]
    [TestCase(9, 7.4)]
    [TestCase(8, 6.4)]
    [TestCase(2, 6)]
    public void Labels_near_the_border_narrow_the_margin_down_to_most_of_a_particle(double nearest, double margin)
    {
        TrainingMicrograph far = Labelled(Enumerable.Repeat(new BinnedPosition(40, 40), 50));
        TrainingMicrograph near = Labelled([new BinnedPosition(nearest, 40)]);
        Assert.That(EdgeMargin.Of([far, near], Diameter), Is.EqualTo(margin).Within(1e-12));
    }

    [Test]
    public void Few_labels_prove_nothing() =>
        Assert.That(EdgeMargin.Of([Labelled([new BinnedPosition(50, 40)])], Diameter), Is.EqualTo(8));

    [Test]
    public void No_label_leaves_the_usual_margin() =>
        Assert.That(EdgeMargin.Of([Labelled([])], Diameter), Is.EqualTo(8));

    private static TrainingMicrograph Labelled(IEnumerable<BinnedPosition> particles) => new(
        new PreparedMicrograph("m", new float[80 * 100], 80, 100, 1, 80, 100), [.. particles], [], []);
}
