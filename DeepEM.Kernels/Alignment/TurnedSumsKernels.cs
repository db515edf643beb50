using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Alignment;

/// <summary>The sums of the classes on an accelerator: first over chunks of crops, then over the chunks in order.
/// </summary>
/// <remarks>Equation in <see cref="AlignmentReference"/>. Launches are queued; the backend has checked every extent.
/// </remarks>
internal sealed class TurnedSumsKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, AlignmentExtents>> _turnBack;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, AlignmentExtents>> _sumChunks;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int, int>>
        _addChunks;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public TurnedSumsKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _turnBack = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, AlignmentExtents>(TurnBackKernel));
        _sumChunks = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, AlignmentExtents>(SumChunksKernel));
        _addChunks = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int, int>(
            AddChunksKernel));
    }

    /// <summary>Queues the sums over some crops; overwrites the sums, or adds to those of the crops before.</summary>
    public void Add(
        AcceleratorStream stream,
        ArrayView<float> coefficients,
        ArrayView<float> sums,
        ArrayView<float> roots,
        AlignmentScratch memory,
        AlignmentExtents extents,
        bool isFirst)
    {
        KernelConfig phases = Launch.For(_accelerator, (long)extents.Pairs * extents.Orders);
        _turnBack.Value(stream, phases, memory.Poses, memory.Statistics, roots, memory.Products, extents);
        int chunks = AlignmentScratch.ChunksOf(extents.Crops);
        KernelConfig parts = Launch.For(_accelerator, (long)chunks * extents.Classes * extents.Length);
        _sumChunks.Value(
            stream, parts, coefficients, memory.Products, memory.Statistics, roots, memory.Chunks, extents);
        int length = extents.Classes * 2 * extents.Length;
        _addChunks.Value(
            stream, Launch.For(_accelerator, length), memory.Chunks, sums, length, chunks, isFirst ? 1 : 0);
    }

    // phases[n, s, c, m] = Σ_α p·exp(i·m·α)
    private static void TurnBackKernel(
        ArrayView<float> poses,
        ArrayView<float> statistics,
        ArrayView<float> roots,
        ArrayView<float> phases,
        AlignmentExtents extents)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= extents.Pairs * extents.Orders)
        {
            return;
        }

        int m = index % extents.Orders;
        int pair = index / extents.Orders;
        float factor = statistics[pair * AlignmentScratch.PairValues];
        float real = 0;
        float imaginary = 0;
        if (factor > 0)
        {
            int turn = 0;
            for (int r = 0; r < extents.Rotations; r++)
            {
                float value = poses[(pair * extents.Rotations) + r];
                real += value * roots[turn];
                imaginary += value * roots[extents.Rotations + turn];
                turn = (turn + m) % extents.Rotations;
            }
        }

        int target = (pair * 2 * extents.Orders) + m;
        phases[target] = factor * real;
        phases[target + extents.Orders] = factor * imaginary;
    }

    // Of a chunk of crops, for a class and a coefficient: the sum of phase·x.
    private static void SumChunksKernel(
        ArrayView<float> coefficients,
        ArrayView<float> phases,
        ArrayView<float> statistics,
        ArrayView<float> roots,
        ArrayView<float> chunks,
        AlignmentExtents extents)
    {
        int index = Grid.GlobalIndex.X;
        int l = index % extents.Length;
        int c = index / extents.Length % extents.Classes;
        int firstCrop = index / extents.Length / extents.Classes * AlignmentShape.ChunkCrops;
        if (firstCrop >= extents.Crops)
        {
            return;
        }

        int m = (int)roots[(2 * extents.Rotations) + extents.Orders + 1 + l];
        int end = Math.Min(extents.Crops, firstCrop + AlignmentShape.ChunkCrops);
        float real = 0;
        float imaginary = 0;
        for (int place = firstCrop * extents.Shifts; place < end * extents.Shifts; place++)
        {
            int pair = (place * extents.Classes) + c;
            if (statistics[pair * AlignmentScratch.PairValues] > 0)
            {
                int phase = (pair * 2 * extents.Orders) + m;
                float wr = phases[phase];
                float wi = phases[phase + extents.Orders];
                float xr = coefficients[(place * 2 * extents.Length) + l];
                float xi = coefficients[(place * 2 * extents.Length) + extents.Length + l];
                real += (wr * xr) - (wi * xi);
                imaginary += (wr * xi) + (wi * xr);
            }
        }

        int target = (index / extents.Length * 2 * extents.Length) + l;
        chunks[target] = real;
        chunks[target + extents.Length] = imaginary;
    }

    private static void AddChunksKernel(
        ArrayView<float> chunks, ArrayView<float> sums, int length, int count, int isFirst)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= length)
        {
            return;
        }

        float sum = 0;
        if (isFirst == 0)
        {
            sum = sums[index];
        }

        for (int chunk = 0; chunk < count; chunk++)
        {
            sum += chunks[(chunk * length) + index];
        }

        sums[index] = sum;
    }
}
