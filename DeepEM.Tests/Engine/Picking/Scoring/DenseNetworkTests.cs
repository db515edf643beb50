using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Scoring;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class DenseNetworkTests(string backendName)
{
    // The promise of the method: dense scores are the windows' scores, up to the order of float32 sums.
    private const double Allowed = 1e-5;

    private static readonly object[] _grids =
    [
        new object[] { SmallNetworks.Published, 1, 12, 6 },
        new object[] { SmallNetworks.Published, 3, 4, 8 },
        new object[] { SmallNetworks.Published, 6, 3, 5 },
        new object[] { SmallNetworks.Default, 1, 8, 16 },
        new object[] { SmallNetworks.Default, 2, 8, 4 },
        new object[] { SmallNetworks.Default, 4, 6, 10 },
        new object[] { SmallNetworks.Default, 8, 5, 3 },
        new object[] { SmallNetworks.Untiled, 1, 8, 16 },
        new object[] { SmallNetworks.Untiled, 2, 8, 4 },
        new object[] { SmallNetworks.Untiled, 4, 6, 10 },
        new object[] { SmallNetworks.Untiled, 8, 5, 3 },
    ];

    [TestCaseSource(nameof(_grids))]
    public void Dense_scores_are_the_scores_of_the_windows(
        NetworkDescription network, int stride, int rows, int columns)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        using var parameters = new NetworkParameters(backend, network);
        parameters.All.Upload(SmallNetworks.Parameters(network, 5));
        using var dense = new DenseNetwork(backend, network, stride, rows, columns);
        float[] image = SmallNetworks.Noise(dense.InputHeight * dense.InputWidth, 9);
        float[] logits = [.. Enumerable.Repeat(float.NaN, rows * columns)];
        dense.Load((row, pixels) => image.AsSpan(row * dense.InputWidth, pixels.Length).CopyTo(pixels));
        dense.Score(parameters, logits);

        float[] expected = Windows(backend, network, parameters, image, dense, stride);
        double largest = expected.Max(v => Math.Abs(v));
        for (int i = 0; i < logits.Length; i++)
        {
            bool near = Math.Abs(logits[i] - expected[i]) <= Allowed * Math.Max(1, largest);
            Assert.That(near, $"window ({i / columns}, {i % columns}): {logits[i]}, expected {expected[i]}");
        }
    }

    [TestCase(3, 8, 8, TestName = "Stride_that_is_no_product_of_the_poolings_is_rejected")]
    [TestCase(4, 5, 8, TestName = "Grid_that_does_not_split_into_fragments_is_rejected")]
    public void Impossible_grid_is_rejected(int stride, int rows, int columns)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        Assert.That(
            () => new DenseNetwork(backend, SmallNetworks.Default, stride, rows, columns), Throws.ArgumentException);
    }

    private static float[] Windows(
        IComputeBackend backend,
        NetworkDescription network,
        NetworkParameters parameters,
        float[] image,
        DenseNetwork dense,
        int stride)
    {
        int side = network.InputSide;
        int count = dense.Rows * dense.Columns;
        float[] windows = new float[count * side * side];
        for (int n = 0; n < count; n++)
        {
            int top = n / dense.Columns * stride;
            int left = n % dense.Columns * stride;
            for (int i = 0; i < side; i++)
            {
                image.AsSpan(((top + i) * dense.InputWidth) + left, side)
                    .CopyTo(windows.AsSpan(((n * side) + i) * side, side));
            }
        }

        using var single = new WindowNetwork(backend, network, count, training: false);
        single.Input.Upload(windows);
        single.Forward(parameters, count);
        float[] logits = new float[count];
        single.Logits.Download(logits);
        return logits;
    }
}
