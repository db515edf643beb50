using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Backends;

/// <summary>The alignment of crops in vectors of one width, on all threads of the backend.</summary>
/// <param name="memory">The backend's tensors.</param>
/// <param name="workers">The backend's threads.</param>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed class SimdAlignment<TSimd, TVector>(SimdMemory memory, SimdWorkers workers) : IAlignmentOperations
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public void Expand(
        Tensor crops, Tensor offsets, Tensor gains, Tensor table, Tensor coefficients, PolarExpansion shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.RequireValid();
        Require.Flat(crops, shape.CropsLength);
        Require.Flat(offsets, 2L * shape.Crops);
        Require.Flat(gains, shape.GainsLength);
        Require.Flat(table, shape.Basis.Table.Length);
        Require.Flat(coefficients, shape.CoefficientsLength);
        ExpansionSimd<TSimd, TVector>.Expand(
            memory.Flat(crops),
            memory.Flat(offsets),
            memory.Flat(gains),
            memory.Flat(table),
            memory.Flat(coefficients),
            shape,
            memory,
            workers);
    }

    /// <inheritdoc/>
    public void Align(
        Tensor coefficients,
        Tensor references,
        Tensor biases,
        Tensor shiftPriors,
        Tensor summaries,
        Tensor memberships,
        Tensor sums,
        AlignmentShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.RequireValid();
        Require.Flat(coefficients, shape.CoefficientsLength);
        Require.Flat(references, shape.ReferencesLength);
        Require.Flat(biases, shape.MembershipsLength);
        Require.Flat(shiftPriors, shape.Shifts);
        Require.Flat(summaries, shape.SummariesLength);
        Require.Flat(memberships, shape.MembershipsLength);
        if (shape.Accumulates)
        {
            Require.Flat(sums, shape.ReferencesLength);
        }

        AlignmentTensors tensors = new(
            memory.Flat(coefficients),
            memory.Flat(references),
            memory.Flat(biases),
            memory.Flat(shiftPriors),
            memory.Flat(summaries),
            memory.Flat(memberships),
            shape.Accumulates ? memory.Flat(sums) : null);
        AlignmentSimd<TSimd, TVector>.Align(tensors, shape, memory, workers);
    }
}
