using DeepEM.Kernels.WindowStatistics;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.WindowStatistics;

[Category(TestCategory.Smoke)]
public sealed class WindowStatisticsReferenceTests
{
    [Test]
    public void Windows_of_two_every_two_are_those_worked_by_hand()
    {
        // The fifth column and the third row begin no window.
        double[] image =
        [
            1, 3, 2, 2, 9,
            1, 3, 2, 2, 9,
            7, 7, 7, 7, 7,
        ];
        WindowShape shape = new(3, 5, Box: 2, Step: 2);
        (double[] mean, double[] deviation) = WindowStatisticsReference.Evaluate(image, shape);

        Assert.That(mean, Is.EqualTo(new double[] { 2, 2 }));
        Assert.That(deviation, Is.EqualTo(new[] { Math.Sqrt(4.0 / 3), 0 }));
    }
}
