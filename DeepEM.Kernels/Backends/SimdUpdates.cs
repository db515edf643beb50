using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.Update;

namespace DeepEM.Kernels.Backends;

/// <summary>The updates in vectors of one width.</summary>
/// <param name="memory">The backend's tensors.</param>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdUpdates<TSimd, TVector>(SimdMemory memory) : IUpdateOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public void Accumulate(Tensor target, Tensor addend)
    {
        SimdTensor sums = memory.Flat(target);
        Require.Flat(addend, target.Length);
        UpdateSimd<TSimd, TVector>.Accumulate(sums, memory.Flat(addend));
    }

    /// <inheritdoc/>
    public void Sgd(Tensor parameters, Tensor gradient, float rate)
    {
        SimdTensor values = memory.Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        UpdateSimd<TSimd, TVector>.Sgd(values, memory.Flat(gradient), rate);
    }

    /// <inheritdoc/>
    public void Momentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum)
    {
        SimdTensor values = memory.Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        Require.Flat(velocity, parameters.Length);
        UpdateSimd<TSimd, TVector>.Momentum(values, memory.Flat(gradient), memory.Flat(velocity), rate, momentum);
    }

    /// <inheritdoc/>
    public void Adam(
        Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants)
    {
        SimdTensor values = memory.Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        Require.Flat(firstMoment, parameters.Length);
        Require.Flat(secondMoment, parameters.Length);
        UpdateSimd<TSimd, TVector>.Adam(
            values, memory.Flat(gradient), memory.Flat(firstMoment), memory.Flat(secondMoment), constants);
    }
}
