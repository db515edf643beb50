using System.Runtime.InteropServices;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>The packed filters of all layers whose parameters lie in one tensor, and which version of it they are.
/// </summary>
internal sealed class PackedFilterSet : IDisposable
{
    private readonly IlgpuQueue _queue;
    private readonly FilterPackingKernels _kernels;
    private readonly IlgpuTensor _weights;
    private readonly List<(FilterSources Sources, int Start)> _layers = [];

    // That of the biases: with a network the same.
    private IlgpuTensor _bias;
    private IlgpuTensor? _codes;
    private IlgpuTensor? _packed;
    private int _length;
    private (long Weights, long Bias) _version;

    /// <summary>Starts empty.</summary>
    /// <param name="queue">The queue of the convolutions.</param>
    /// <param name="kernels">What packs.</param>
    /// <param name="weights">The tensor that holds the filters, whole.</param>
    public PackedFilterSet(IlgpuQueue queue, FilterPackingKernels kernels, IlgpuTensor weights)
    {
        _queue = queue;
        _kernels = kernels;
        _weights = weights;
        _bias = weights;
    }

    /// <summary>The filters of one layer, packed as the parameters are now.</summary>
    /// <param name="sources">Which they are.</param>
    /// <param name="bias">The tensor that holds the biases, whole; null for filters without.</param>
    /// <returns>Packed values, valid until the next call.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    public ArrayView<float> Take(FilterSources sources, IlgpuTensor? bias)
    {
        if (bias is not null && bias != _bias)
        {
            // Codes of biases are places in one tensor.
            _layers.Clear();
            (_bias, _length) = (bias, 0);
            Dispose();
        }

        int start = StartOf(sources);
        if (_packed is null || _packed.Length < _length)
        {
            Allocate();
            Pack();
        }
        else if (_version != (_weights.Version, _bias.Version))
        {
            Pack();
        }

        return _packed!.View.SubView(start, sources.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes?.Dispose();
        _packed?.Dispose();
        (_codes, _packed) = (null, null);
    }

    private int StartOf(FilterSources sources)
    {
        foreach ((FilterSources known, int start) in _layers)
        {
            if (known.GivesSame(sources))
            {
                return start;
            }
        }

        _layers.Add((sources, _length));
        _length = checked(_length + sources.Length);
        return _length - sources.Length;
    }

    private void Allocate()
    {
        // What was queued may still use the old memory.
        _queue.Synchronize();
        Dispose();
        ImageShape values = new(1, 1, 1, _length);
        _codes = new IlgpuTensor(_queue, values, layout: null);
        int[] codes = new int[_length];
        foreach ((FilterSources sources, int start) in _layers)
        {
            sources.Write(codes.AsSpan(start, sources.Length));
        }

        _codes.Upload(MemoryMarshal.Cast<int, float>(codes));
        _packed = new IlgpuTensor(_queue, values, layout: null);
    }

    private void Pack()
    {
        _kernels.Pack(_queue.Stream, _weights.View, _bias.View, _codes!.View.Cast<int>(), _packed!.View);
        _version = (_weights.Version, _bias.Version);
    }
}
