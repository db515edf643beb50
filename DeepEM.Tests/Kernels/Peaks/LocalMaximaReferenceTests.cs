using DeepEM.Kernels.Peaks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Peaks;

[Category(TestCategory.Smoke)]
public sealed class LocalMaximaReferenceTests
{
    private const double None = double.NegativeInfinity;

    [Test]
    public void Radius_is_Euclidean_and_inclusive()
    {
        double[] scores =
        [
            5, 1, 1,
            1, 4, 1,
            3, 1, 1,
        ];

        // √2 lies outside radius 1, so the 4 stands beside the 5; 3 is two rows from 5 and √2 from 4.
        Assert.That(
            LocalMaximaReference.Find(scores, 3, 3, radius: 1, threshold: 1),
            Is.EqualTo(new[] { 5, None, None, None, 4, None, 3, None, None }));
        Assert.That(
            LocalMaximaReference.Find(scores, 3, 3, radius: 1.5, threshold: 1),
            Is.EqualTo(new[] { 5, None, None, None, None, None, None, None, None }));
    }

    [Test]
    public void Later_of_equal_scores_wins() =>
        Assert.That(
            LocalMaximaReference.Find([2, 2, 2], 1, 3, radius: 1, threshold: 0),
            Is.EqualTo(new[] { None, None, 2 }));

    [Test]
    public void Threshold_is_strict_and_a_neighbour_below_it_still_counts() =>
        Assert.That(
            LocalMaximaReference.Find([1, 2, 0, 3], 1, 4, radius: 1, threshold: 2),
            Is.EqualTo(new[] { None, None, None, 3 }));
}
