using DeepEM.Kernels.Ilgpu;
using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Filters as <see cref="ConvolutionWarpKernels"/> read them, kept for as long as the parameters stay as they
/// are.</summary>
/// <remarks>
/// The first convolution with a layer's filters packs them. After every change of the parameters the next one packs
/// those of all layers at once: a step of training launches this once, and scoring, whose parameters never change, no
/// more.
/// </remarks>
internal sealed class PackedFilters : IDisposable
{
    private readonly IlgpuQueue _queue;
    private readonly FilterPackingKernels _kernels;
    private readonly Dictionary<IlgpuTensor, PackedFilterSet> _sets = [];

    /// <summary>Starts empty.</summary>
    /// <param name="queue">The queue of the convolutions.</param>
    public PackedFilters(IlgpuQueue queue)
    {
        _queue = queue;
        _kernels = new FilterPackingKernels(queue.Device.Accelerator);
    }

    /// <summary>Filters and biases of a forward pass.</summary>
    /// <param name="weights">The filters.</param>
    /// <param name="bias">The biases.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="tile">Its tiles.</param>
    /// <returns>Packed values, valid until the next call.</returns>
    public ArrayView<float> Forward(IlgpuTensor weights, IlgpuTensor bias, ConvolutionShape shape, WarpTile tile) =>
        SetOf(weights.Whole).Take(new FilterSources(shape, tile, weights.Offset, bias.Offset), bias.Whole);

    /// <summary>Turned filters without biases, for the gradient by the input.</summary>
    /// <param name="weights">The filters of the forward pass.</param>
    /// <param name="turned">The convolution that is the gradient.</param>
    /// <param name="tile">Its tiles.</param>
    /// <returns>Packed values, valid until the next call.</returns>
    public ArrayView<float> Turned(IlgpuTensor weights, ConvolutionShape turned, WarpTile tile) =>
        SetOf(weights.Whole).Take(new FilterSources(turned, tile, weights.Offset, Bias: null), bias: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PackedFilterSet set in _sets.Values)
        {
            set.Dispose();
        }

        _sets.Clear();
    }

    private PackedFilterSet SetOf(IlgpuTensor weights)
    {
        if (!_sets.TryGetValue(weights, out PackedFilterSet? set))
        {
            ForgetDisposed();
            set = new PackedFilterSet(_queue, _kernels, weights);
            _sets.Add(weights, set);
        }

        return set;
    }

    private void ForgetDisposed()
    {
        IlgpuTensor[] disposed = [.. _sets.Keys.Where(tensor => tensor.IsDisposed)];
        if (disposed.Length > 0)
        {
            // What was queued may still read them.
            _queue.Synchronize();
        }

        foreach (IlgpuTensor tensor in disposed)
        {
            _sets[tensor].Dispose();
            _sets.Remove(tensor);
        }
    }
}
