using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends;

/// <summary>The alignment of crops on a device that ILGPU drives; each kernel is compiled when first used.</summary>
/// <param name="queue">What orders the operations.</param>
/// <param name="scratch">Memory between two passes.</param>
/// <param name="mostValues">How much of it, unless a single chunk of crops needs more.</param>
internal sealed class IlgpuAlignment(IlgpuQueue queue, IlgpuScratch scratch, long mostValues = 1 << 25)
    : IAlignmentOperations, IDisposable
{
    private readonly AcceleratorStream _stream = queue.Stream;
    private readonly IlgpuViews _views = new(queue.Device);
    private readonly ExpansionKernels _expansion = new(queue.Device.Accelerator);
    private readonly EvidenceKernels _evidence = new(queue.Device.Accelerator);
    private readonly TurnedSumsKernels _sums = new(queue.Device.Accelerator);
    private readonly RotationRoots _roots = new(queue);

    /// <inheritdoc/>
    public void Expand(
        Tensor crops, Tensor offsets, Tensor gains, Tensor table, Tensor coefficients, PolarExpansion shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.RequireValid();
        _expansion.Expand(
            _stream,
            _views.Flat(crops, shape.CropsLength, nameof(crops)),
            _views.Flat(offsets, 2L * shape.Crops, nameof(offsets)),
            _views.Flat(gains, shape.GainsLength, nameof(gains)),
            _views.Flat(table, shape.Basis.Table.Length, nameof(table)),
            _views.Flat(coefficients, shape.CoefficientsLength, nameof(coefficients)),
            shape);
    }

    /// <inheritdoc/>
    /// <remarks>Crops go in as many passes as the memory between the kernels asks for.</remarks>
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
        ArrayView<float> x = _views.Flat(coefficients, shape.CoefficientsLength, nameof(coefficients));
        ArrayView<float> a = _views.Flat(references, shape.ReferencesLength, nameof(references));
        ArrayView<float> bias = _views.Flat(biases, shape.MembershipsLength, nameof(biases));
        ArrayView<float> priors = _views.Flat(shiftPriors, shape.Shifts, nameof(shiftPriors));
        ArrayView<float> found = _views.Flat(summaries, shape.SummariesLength, nameof(summaries));
        ArrayView<float> classes = _views.Flat(memberships, shape.MembershipsLength, nameof(memberships));
        ArrayView<float> totals = shape.Accumulates ? _views.Flat(sums, shape.ReferencesLength, nameof(sums)) : default;
        ArrayView<float> roots = _roots.Of(shape.Basis);
        int together = AlignmentScratch.CropsTogether(shape, mostValues);
        ArrayView<float> memory = scratch.Take(AlignmentScratch.Length(AlignmentExtents.Of(shape, together)));
        for (int first = 0; first < shape.Crops; first += together)
        {
            var extents = AlignmentExtents.Of(shape, Math.Min(together, shape.Crops - first));
            var parts = AlignmentScratch.Of(memory, extents);
            ArrayView<float> part = Part(x, first, extents.Crops, shape.Crops);
            _evidence.Weigh(
                _stream,
                part,
                a,
                Part(bias, first, extents.Crops, shape.Crops),
                priors,
                Part(found, first, extents.Crops, shape.Crops),
                Part(classes, first, extents.Crops, shape.Crops),
                roots,
                parts,
                extents);
            if (shape.Accumulates)
            {
                _sums.Add(_stream, part, totals, roots, parts, extents, isFirst: first == 0);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _roots.Dispose();

    // The values of some crops.
    private static ArrayView<float> Part(ArrayView<float> values, int first, int count, int crops)
    {
        long length = values.Length / crops;
        return values.SubView(first * length, count * length);
    }
}
