using DeepEM.Engine.Learning.Labels;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[Category(TestCategory.Smoke)]
public sealed class DiscPackingTests
{
    [Test]
    public void The_most_that_fit_cover_nine_tenths_of_a_large_area()
    {
        double most = DiscPacking.Most(1e4, 2e4, 10);

        Assert.That(most * Math.PI * 25 / (1e4 * 2e4), Is.EqualTo(0.9069).Within(0.003));
    }

    [Test]
    public void Centres_may_lie_at_the_border()
    {
        // Rows of seven and six in turn, moved by half, 8.7 px apart: seven rows within 60 × 60 px.
        Assert.That(DiscPacking.Most(60, 60, 10), Is.GreaterThanOrEqualTo((7 * 4) + (6 * 3)));
    }
}
