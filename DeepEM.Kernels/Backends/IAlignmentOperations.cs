using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Backends;

/// <summary>Crops of particles in a basis in which phases rotate them, and their alignment to references.</summary>
/// <remarks>
/// <para>
/// All tensors are flat. L is the length of the basis; a vector of coefficients is 2L values, the real parts and then
/// the imaginary parts (<see cref="PolarBasis"/>).
/// </para>
/// <para>
/// Unlike other operations these share their work among all workers of the device by themselves, so they are called
/// from outside of <see cref="IDevice.ForEach"/>. Crops go in chunks of a fixed size, and sums over crops are added in
/// the order of the chunks. What else all operations have in common is said at <see cref="IComputeBackend"/>.
/// </para>
/// </remarks>
public interface IAlignmentOperations
{
    /// <summary>
    /// Expands the part of each crop around its centre plus each shift: <c>gain(k)·a[m](k)</c>, equation at
    /// <see cref="PolarBasis"/>. Pixels beyond a crop count as 0.
    /// </summary>
    /// <param name="crops">[Crops][CropSide][CropSide].</param>
    /// <param name="offsets">
    /// [Crops][2], whole pixels x and y from the middle CropSide/2 of the crop to its present centre.
    /// </param>
    /// <param name="gains">[Crops][Rings + 1], a factor for each ring; the first of each crop is not used.</param>
    /// <param name="table">Holds <see cref="PolarBasis.Table"/>.</param>
    /// <param name="coefficients">Receives [Crops][Shifts][2L].</param>
    /// <param name="shape">What is expanded into what.</param>
    void Expand(
        Tensor crops, Tensor offsets, Tensor gains, Tensor table, Tensor coefficients, PolarExpansion shape);

    /// <summary>
    /// Weighs all poses (shift, class, rotation) of each crop against each other; equations at
    /// <see cref="AlignmentReference"/>.
    /// </summary>
    /// <param name="coefficients">[Crops][Shifts][2L].</param>
    /// <param name="references">[Classes][2L].</param>
    /// <param name="biases">
    /// [Crops][Classes]: the logarithm of the class's prior less β times the reference's power; −∞ leaves a class out.
    /// </param>
    /// <param name="shiftPriors">[Shifts], the logarithm of each shift's prior.</param>
    /// <param name="summaries">
    /// Receives [Crops][6]: log Z; of the best pose the posterior, the class, the shift and the rotation (of equal
    /// poses the first in the order shift, class, rotation); the effective number of poses, 1/Σp².
    /// </param>
    /// <param name="memberships">Receives [Crops][Classes], the posterior of each class.</param>
    /// <param name="sums">
    /// Receives [Classes][2L], the crops turned back by each pose and weighted with its posterior; crops count where
    /// their weight in a class at a shift is above 1e-4. Left as it is if the shape does not ask for sums.
    /// </param>
    /// <param name="shape">What is aligned to what.</param>
    void Align(
        Tensor coefficients,
        Tensor references,
        Tensor biases,
        Tensor shiftPriors,
        Tensor summaries,
        Tensor memberships,
        Tensor sums,
        AlignmentShape shape);
}
