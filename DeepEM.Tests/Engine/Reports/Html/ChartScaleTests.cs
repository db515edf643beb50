using DeepEM.Engine.Reports.Html;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html;

[TestFixture]
public sealed class ChartScaleTests
{
    [TestCase(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [TestCase(-1.5, 6, new[] { -1.0, 0, 1, 2, 3, 4, 5, 6 })]
    [TestCase(0, 173, new[] { 0.0, 50, 100, 150 })]
    public void Ticks_are_round_and_within_the_axis(double low, double high, double[] ticks) => Assert.That(
        new ChartScale("", low, high, 0, 100).Ticks, Is.EqualTo(ticks).AsCollection.Within(1e-12));

    [Test]
    public void Places_go_from_start_to_end_and_no_farther()
    {
        ChartScale upwards = new("", 0, 10, 200, 100);

        Assert.That(
            ((double[])[0, 5, 10, 20, -3]).Select(upwards.Place), Is.EqualTo(new[] { 200.0, 150, 100, 100, 200 }));
    }

    [Test]
    public void An_axis_of_one_value_has_a_length() =>
        Assert.That(new ChartScale("", 3, 3, 0, 100).Place(3.5), Is.EqualTo(50));
}
