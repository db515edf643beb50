using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>A network's parameters, or their gradient or moments, on a device.</summary>
public sealed class NetworkParameters : IDisposable
{
    private readonly Tensor[] _weights;
    private readonly Tensor[] _biases;

    /// <summary>Allocates zeros on a device.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    public NetworkParameters(IComputeBackend backend, NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(network);
        All = backend.Allocate(network.ParameterCount);
        _weights = [.. blocks.Select(b => All.Slice(b.Offset, b.Weights))];
        _biases = [.. blocks.Select(b => All.Slice(b.BiasOffset, b.Units))];
    }

    /// <summary>All values as one flat tensor.</summary>
    public Tensor All { get; }

    /// <summary>Weights of a layer; the number of stages means the output unit.</summary>
    /// <param name="layer">Number of the layer, from 0.</param>
    /// <returns>A view, valid as long as this object.</returns>
    public Tensor Weights(int layer) => _weights[layer];

    /// <summary>Biases of a layer.</summary>
    /// <param name="layer">Number of the layer, from 0.</param>
    /// <returns>A view, valid as long as this object.</returns>
    public Tensor Biases(int layer) => _biases[layer];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor view in _weights.Concat(_biases))
        {
            view.Dispose();
        }

        All.Dispose();
    }
}
