using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Simd;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

public sealed class MachinePeakTests
{
    private static readonly SimdWidth[] _widths = [.. Enum.GetValues<SimdWidth>().Where(SimdBackend.IsSupported)];

    [Test]
    public void Rates_are_those_of_a_machine_that_exists()
    {
        // Below are the slowest machines that run .NET under a load, above is more than any socket does.
        Assert.That(MachinePeak.MultiplyAddRate(1, 0), Is.InRange(0.05, 1000));
        Assert.That(MachinePeak.ReadRate(1, 0), Is.InRange(0.05, 1000));
    }

    [TestCaseSource(nameof(_widths))]
    public void MultiplyAdd_does_as_many_operations_as_it_says(SimdWidth width)
    {
        (double none, float start) = SimdPeak.MultiplyAdd(width, 0);
        (double operations, float result) = SimdPeak.MultiplyAdd(width, 1);

        // Twelve chains begin at x and become x·x + y.
        double lanes = operations / 24;
        const double x = 0.999999;
        Assert.That(none, Is.Zero);
        Assert.That(start, Is.EqualTo(12 * lanes * x).Within(1e-3));
        Assert.That(result, Is.EqualTo(12 * lanes * ((x * x) + 1e-7)).Within(1e-3));
    }

    [TestCaseSource(nameof(_widths))]
    public void Read_reads_every_value(SimdWidth width)
    {
        float[] values = [.. Enumerable.Range(0, 1024).Select(n => (float)n)];

        Assert.That(SimdPeak.Read(width, values), Is.EqualTo(1023f * 512));
    }
}
