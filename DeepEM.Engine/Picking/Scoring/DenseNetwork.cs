using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>A network run once over an image, giving the logit of every window on a grid.</summary>
/// <remarks>
/// <para>
/// Windows begin every <c>stride</c> pixels. Poolings whose steps divide the stride are ordinary poolings of the
/// image; the others pool into fragments (<see cref="DeepEM.Kernels.Pooling.PoolingShape"/>), one for each place where
/// a window can begin, so that every window's own pooling is computed and nothing is computed twice. The output unit is
/// a convolution with filters as large as its maps. Each logit is the sum of the same products as window by window.
/// </para>
/// <para>
/// Runs on all workers of the backend and holds the activations of one image, so one object serves one caller at a
/// time, outside of <see cref="DeepEM.Kernels.Memory.IDevice.ForEach"/>.
/// </para>
/// </remarks>
public sealed class DenseNetwork : IDisposable
{
    private readonly IDensePass _pass;

    /// <summary>Allocates what an image needs.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="stride">
    /// Distance of neighbouring windows; a product of the network's first pooling sizes, or 1.
    /// </param>
    /// <param name="rows">Rows of windows, a multiple of <see cref="FragmentsPerSide"/>.</param>
    /// <param name="columns">Columns of windows, a multiple of <see cref="FragmentsPerSide"/>.</param>
    /// <exception cref="ArgumentException">The stride or the grid does not suit the network.</exception>
    public DenseNetwork(IComputeBackend backend, NetworkDescription network, int stride, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        var plan = new DensePlan(network, stride, rows, columns);
        Rows = rows;
        Columns = columns;
        InputHeight = plan.InputHeight;
        InputWidth = plan.InputWidth;
        _pass = backend.Bands is { } bands
            ? new BandedDensePass(backend, bands, network, plan)
            : new WholeDensePass(backend, network, plan);
    }

    /// <summary>Rows of windows.</summary>
    public int Rows { get; }

    /// <summary>Columns of windows.</summary>
    public int Columns { get; }

    /// <summary>Rows of the image, pixels.</summary>
    public int InputHeight { get; }

    /// <summary>Columns of the image, pixels.</summary>
    public int InputWidth { get; }

    /// <summary>Into how many fragments each side of the grid is split: the total stride over the stride.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <returns>Fragments per side.</returns>
    /// <exception cref="ArgumentException">The stride is no product of the network's first pooling sizes.</exception>
    public static int FragmentsPerSide(NetworkDescription network, int stride)
    {
        ArgumentNullException.ThrowIfNull(network);
        return DensePlan.FragmentsPerSide(network, stride);
    }

    /// <summary>Brings an image to the device, to be scored with one set of parameters or several.</summary>
    /// <param name="image">Gives the InputHeight rows of InputWidth pixels; asked by several threads.</param>
    public void Load(ImageRowSource image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _pass.Load(image);
    }

    /// <summary>Computes the logits of all windows of the image that was last loaded.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="logits">Receives Rows·Columns values, row by row.</param>
    /// <exception cref="ArgumentException">There is no room for all logits.</exception>
    public void Score(NetworkParameters parameters, float[] logits)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Length < Rows * Columns)
        {
            throw new ArgumentException($"{logits.Length} logits where {Rows}×{Columns} are needed.", nameof(logits));
        }

        _pass.Score(parameters, logits);
    }

    /// <inheritdoc/>
    public void Dispose() => _pass.Dispose();
}
