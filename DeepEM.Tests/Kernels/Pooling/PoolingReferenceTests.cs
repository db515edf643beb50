using DeepEM.Kernels.Pooling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Pooling;

[Category(TestCategory.Smoke)]
public sealed class PoolingReferenceTests
{
    // Three rows of four; the third row fills no window.
    private static readonly double[] _input = [1, 2, 5, 5, 3, 6, 5, 1, 9, 9, 9, 9];
    private static readonly PoolingShape _shape = new(1, 1, 3, 4, 2, Fragments: false);

    [TestCase(PoolingKind.Mean, 3, 4)]
    [TestCase(PoolingKind.Max, 6, 5)]
    public void Forward_pools_whole_windows_only(PoolingKind kind, double first, double second) =>
        Assert.That(PoolingReference.Forward(_input, _shape, kind), Is.EqualTo(new[] { first, second }));

    [Test]
    public void Forward_into_fragments_pools_from_every_start()
    {
        PoolingShape shape = _shape with { Fragments = true };
        double[] output = PoolingReference.Forward(_input, shape, PoolingKind.Max);

        // Starts (0,0), (0,1), (1,0), (1,1); with one column less to go round, one window in each.
        Assert.That(shape.Output.Length, Is.EqualTo(4));
        Assert.That(output, Is.EqualTo(new double[] { 6, 6, 9, 9 }));
    }

    [Test]
    public void Backward_of_the_mean_shares_the_gradient() =>
        Assert.That(
            PoolingReference.Backward(_input, [4, 8], _shape, PoolingKind.Mean),
            Is.EqualTo(new double[] { 1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 0, 0 }));

    [Test]
    public void Backward_of_the_maximum_goes_to_the_first_of_equals() =>
        Assert.That(
            PoolingReference.Backward(_input, [4, 8], _shape, PoolingKind.Max),
            Is.EqualTo(new double[] { 0, 0, 8, 0, 0, 4, 0, 0, 0, 0, 0, 0 }));

    [Test]
    public void Backward_of_fragments_is_refused() =>
        Assert.That(
            () => PoolingReference.Backward(_input, [1], _shape with { Fragments = true }, PoolingKind.Mean),
            Throws.ArgumentException);
}
