using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;

namespace DeepEM.Kernels.Backends;

/// <summary>What changes parameters and gradients: flat tensors, in place.</summary>
/// <remarks>What all operations have in common is said at <see cref="IComputeBackend"/>.</remarks>
public interface IUpdateOperations
{
    /// <summary>target ← target + addend, flat tensors; adds to its target.</summary>
    /// <param name="target">Receives the sum.</param>
    /// <param name="addend">As long as the target.</param>
    void Accumulate(Tensor target, Tensor addend);

    /// <summary>Plain gradient descent: parameters ← parameters − rate·gradient.</summary>
    /// <param name="parameters">Flat; changed in place.</param>
    /// <param name="gradient">Flat, as long.</param>
    /// <param name="rate">Learning rate.</param>
    void Sgd(Tensor parameters, Tensor gradient, float rate);

    /// <summary>velocity ← momentum·velocity + gradient; parameters ← parameters − rate·velocity.</summary>
    /// <param name="parameters">Flat; changed in place.</param>
    /// <param name="gradient">Flat, as long.</param>
    /// <param name="velocity">Flat, as long; changed in place.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="momentum">Share of the velocity that is kept.</param>
    void Momentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum);

    /// <summary>
    /// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p·(1−αλ) − α·(m/c₁)/(√(v/c₂) + ε), see <see cref="AdamStep"/>.
    /// </summary>
    /// <param name="parameters">p, flat; changed in place.</param>
    /// <param name="gradient">g, flat, as long.</param>
    /// <param name="firstMoment">m, flat, as long; changed in place.</param>
    /// <param name="secondMoment">v, flat, as long; changed in place.</param>
    /// <param name="constants">The constants of this step.</param>
    void Adam(Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants);
}
