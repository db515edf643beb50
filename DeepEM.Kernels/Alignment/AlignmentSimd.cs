using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The alignment on vectors, one crop in each lane; definition in <see cref="AlignmentReference"/>.</summary>
/// <remarks>
/// A chunk of crops is aligned by one thread, in blocks of V. Each chunk has sums of its own, which are added in the
/// order of the chunks, so that the bytes do not depend on the number of threads.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class AlignmentSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Chunks whose sums are kept until they are added: enough for all threads, and memory that has a bound.
    private const int ChunksTogether = 64;

    /// <summary>Aligns crops on all workers.</summary>
    public static void Align(AlignmentTensors tensors, AlignmentShape shape, SimdMemory memory, SimdWorkers workers)
    {
        SimdScratch own = memory.Scratch;
        int length = checked((int)shape.ReferencesLength);
        float* table = own.Floats(ScratchUse.Weights, (long)length / 2 * EvidenceSimd<TSimd, TVector>.ReferenceParts);
        EvidenceSimd<TSimd, TVector>.Arrange(tensors.References.Data, table, shape);
        int chunks = (shape.Crops + AlignmentShape.ChunkCrops - 1) / AlignmentShape.ChunkCrops;
        int together = Math.Min(chunks, ChunksTogether);
        float* sums = shape.Accumulates ? own.Floats(ScratchUse.Chunks, (long)together * length) : null;
        double* totals = own.Doubles(ScratchUse.Sums, shape.Accumulates ? length : 0);
        new Span<double>(totals, shape.Accumulates ? length : 0).Clear();
        for (int first = 0; first < chunks; first += together)
        {
            int count = Math.Min(together, chunks - first);
            workers.ForEach(count, (_, item) => AlignChunk(
                tensors, table, first + item, shape, memory, sums + ((nint)item * length)));
            for (int item = 0; shape.Accumulates && item < count; item++)
            {
                float* chunk = sums + ((nint)item * length);
                for (int n = 0; n < length; n++)
                {
                    totals[n] += chunk[n];
                }
            }
        }

        for (int n = 0; tensors.Sums is not null && n < length; n++)
        {
            tensors.Sums.Data[n] = (float)totals[n];
        }
    }

    private static void AlignChunk(
        AlignmentTensors tensors, float* table, int chunk, AlignmentShape shape, SimdMemory memory, float* sums)
    {
        AlignedBlock block = new(shape, TSimd.Count, memory.Scratch);
        int end = Math.Min(shape.Crops, (chunk + 1) * AlignmentShape.ChunkCrops);
        nint length = (nint)shape.Shifts * block.VectorLength;
        int sumsLength = shape.Accumulates ? shape.Classes * block.VectorLength : 0;
        new Span<float>(block.Sums, sumsLength * TSimd.Count).Clear();
        for (int first = chunk * AlignmentShape.ChunkCrops; first < end; first += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, end - first);
            if (count < TSimd.Count)
            {
                // Lanes without a crop take part in the sums: with zeros.
                new Span<float>(block.Coefficients, checked((int)length * TSimd.Count)).Clear();
                new Span<float>(block.Biases, shape.Classes * TSimd.Count).Clear();
            }

            LaneInterleaving.Interleave(
                tensors.Coefficients.Data + (first * length),
                block.Coefficients,
                count,
                length,
                TSimd.Count,
                memory.Width);
            LaneInterleaving.Interleave(
                tensors.Biases.Data + ((nint)first * shape.Classes),
                block.Biases,
                count,
                shape.Classes,
                TSimd.Count,
                memory.Width);
            EvidenceSimd<TSimd, TVector>.Weigh(block, table, tensors.ShiftPriors.Data, shape);
            PosteriorSimd<TSimd, TVector>.Write(
                block,
                count,
                tensors.Summaries.Data + ((nint)first * AlignmentShape.SummaryLength),
                tensors.Memberships.Data + ((nint)first * shape.Classes),
                shape);
            if (shape.Accumulates)
            {
                TurnedSumsSimd<TSimd, TVector>.Add(block, shape);
            }
        }

        for (int n = 0; n < sumsLength; n++)
        {
            sums[n] = TSimd.Sum(TSimd.Load(block.Sums + ((nint)n * TSimd.Count)));
        }
    }
}
