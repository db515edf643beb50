using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>The scores of all windows of a grid over a square image of noise that is prepared already.</summary>
/// <remarks>
/// The grid reaches to the very edge of the image, where a window looks at its reflection. A library's convolutions
/// leave those windows out: on an image of side s it scores the windows that <see cref="InsideSide"/> gives here.
/// </remarks>
public sealed class DenseWork : BenchmarkWork
{
    private readonly IComputeBackend _backend;
    private readonly NetworkParameters _parameters;
    private readonly DenseScorer _scorer;
    private readonly PreparedMicrograph _image;

    /// <summary>Makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="side">Side of the image.</param>
    public DenseWork(IComputeBackend backend, NetworkDescription network, int stride, int side)
        : base(WorkCost.OfDense(network, stride, ((side - 1) / stride) + 1, ((side - 1) / stride) + 1))
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
        _parameters = new NetworkParameters(backend, network);
        _parameters.All.Upload(SeededNumbers.Parameters(network));
        _scorer = new DenseScorer(backend, network, [_parameters], stride);
        _image = SeededNumbers.Image(side, new RandomSource(4));
    }

    /// <summary>Side of the image on which the whole grid has as many windows as fit inside a larger one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="side">Side of the larger image.</param>
    /// <returns>side − window + 1.</returns>
    public static int InsideSide(NetworkDescription network, int side)
    {
        ArgumentNullException.ThrowIfNull(network);
        return side - network.InputSide + 1;
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _scorer.Score(_image);
        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _scorer.Dispose();
        _parameters.Dispose();
    }
}
