using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Alignment;

/// <summary>The expansion on an accelerator, a part of a coefficient a thread; definition in
/// <see cref="ExpansionReference"/>.</summary>
internal sealed class ExpansionKernels
{
    // Farther than any crop reaches.
    private const float LargestOffset = 1 << 24;

    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ExpansionExtents, int, int, int>> _expand;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public ExpansionKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _expand = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, ExpansionExtents, int, int, int>(ExpandKernel));
    }

    /// <summary>Queues the expansion, one launch for each shift; every coefficient is overwritten.</summary>
    public void Expand(
        AcceleratorStream stream,
        ArrayView<float> crops,
        ArrayView<float> offsets,
        ArrayView<float> gains,
        ArrayView<float> table,
        ArrayView<float> coefficients,
        PolarExpansion shape)
    {
        var extents = ExpansionExtents.Of(shape);
        KernelConfig grid = Launch.For(_accelerator, (long)extents.Crops * extents.Parts);
        for (int s = 0; s < shape.Shifts.Count; s++)
        {
            (int x, int y) = shape.Shifts[s];
            _expand.Value(stream, grid, crops, offsets, gains, table, coefficients, extents, s, x, y);
        }
    }

    private static void ExpandKernel(
        ArrayView<float> crops,
        ArrayView<float> offsets,
        ArrayView<float> gains,
        ArrayView<float> table,
        ArrayView<float> coefficients,
        ExpansionExtents extents,
        int shift,
        int shiftX,
        int shiftY)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= extents.Crops * extents.Parts)
        {
            return;
        }

        int part = index % extents.Parts;
        int n = index / extents.Parts;
        int entry = extents.PartsStart + (PolarTable.PartValues * part);
        int start = (int)table[entry];
        int parity = (int)table[entry + 1];
        int ring = (int)table[entry + 2];
        float signX = parity % 2 == 0 ? 1 : -1;
        float signY = parity < 2 ? 1 : -1;
        int x = (extents.CropSide / 2) + Whole(offsets[2 * n]) + shiftX;
        int y = (extents.CropSide / 2) + Whole(offsets[(2 * n) + 1]) + shiftY;
        float sum = 0;
        for (int p = 0; p < extents.Pixels; p++)
        {
            int right = (int)table[extents.PixelsStart + (2 * p)];
            int down = (int)table[extents.PixelsStart + (2 * p) + 1];
            float below = Pixel(crops, extents.CropSide, n, x + right, y + down)
                + (signX * Pixel(crops, extents.CropSide, n, x - right, y + down));
            float above = Pixel(crops, extents.CropSide, n, x + right, y - down)
                + (signX * Pixel(crops, extents.CropSide, n, x - right, y - down));
            sum += table[start + (PolarTable.TileColumns * p)] * (below + (signY * above));
        }

        coefficients[(((n * extents.Shifts) + shift) * extents.Parts) + part] =
            gains[(n * (extents.Rings + 1)) + ring] * sum;
    }

    private static int Whole(float offset) => (int)Math.Min(LargestOffset, Math.Max(-LargestOffset, offset));

    private static float Pixel(ArrayView<float> crops, int side, int crop, int x, int y)
    {
        float value = 0;
        if (x >= 0 && x < side && y >= 0 && y < side)
        {
            value = crops[(((crop * side) + y) * side) + x];
        }

        return value;
    }
}
