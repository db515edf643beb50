using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends;

/// <summary>The updates on a device that ILGPU drives; each kernel is compiled when first used.</summary>
/// <param name="queue">What orders the operations.</param>
internal sealed class IlgpuUpdates(IlgpuQueue queue) : IUpdateOperations
{
    private readonly AcceleratorStream _stream = queue.Stream;
    private readonly IlgpuViews _views = new(queue.Device);
    private readonly UpdateKernels _update = new(queue.Device.Accelerator);

    /// <inheritdoc/>
    public void Accumulate(Tensor target, Tensor addend)
    {
        ArgumentNullException.ThrowIfNull(target);
        _update.Accumulate(
            _stream,
            _views.Flat(target, target.Length, nameof(target)),
            _views.Flat(addend, target.Length, nameof(addend)));
    }

    /// <inheritdoc/>
    public void Sgd(Tensor parameters, Tensor gradient, float rate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Sgd(
            _stream,
            _views.Flat(parameters, parameters.Length, nameof(parameters)),
            _views.Flat(gradient, parameters.Length, nameof(gradient)),
            rate);
    }

    /// <inheritdoc/>
    public void Momentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Momentum(
            _stream,
            _views.Flat(parameters, parameters.Length, nameof(parameters)),
            _views.Flat(gradient, parameters.Length, nameof(gradient)),
            _views.Flat(velocity, parameters.Length, nameof(velocity)),
            rate,
            momentum);
    }

    /// <inheritdoc/>
    public void Adam(
        Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _update.Adam(
            _stream,
            _views.Flat(parameters, parameters.Length, nameof(parameters)),
            _views.Flat(gradient, parameters.Length, nameof(gradient)),
            _views.Flat(firstMoment, parameters.Length, nameof(firstMoment)),
            _views.Flat(secondMoment, parameters.Length, nameof(secondMoment)),
            constants);
    }
}
