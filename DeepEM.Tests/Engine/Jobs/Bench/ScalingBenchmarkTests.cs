using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

[TestFixture]
public sealed class ScalingBenchmarkTests
{
    [Test]
    public void Every_point_that_is_asked_for_is_measured_in_order()
    {
        using var backend = new SimdBackend(1);
        var benchmark = new ScalingBenchmark(backend)
        {
            Sides = [256, 512],
            Diameters = [70, 140],
            Counts = [1, 2],
            UsualSide = 256,
        };

        ScalingPoint[] points = [.. benchmark.Run(CancellationToken.None)];

        Assert.That(
            points.Select(p => (p.Axis, p.Value)),
            Is.EqualTo(new[]
            {
                (ScalingAxis.Side, 256.0), (ScalingAxis.Side, 512.0),
                (ScalingAxis.Diameter, 70.0), (ScalingAxis.Diameter, 140.0),
                (ScalingAxis.Micrographs, 1.0), (ScalingAxis.Micrographs, 2.0),
            }));
        Assert.That(points.Select(p => p.Seconds), Is.All.GreaterThan(0));
    }
}
