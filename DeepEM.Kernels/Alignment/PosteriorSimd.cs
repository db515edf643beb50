using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>From the evidence of a block of crops to what is found for each: its best pose and its classes.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class PosteriorSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const float LeastExponent = -87;

    /// <summary>Makes posteriors of the evidence and writes what was found.</summary>
    /// <remarks>
    /// Afterwards the statistics of a pair are the factor of its exponentials, 0 where its posterior is too small to
    /// count in a sum, and its posterior.
    /// </remarks>
    /// <param name="block">The crops, weighed.</param>
    /// <param name="count">Lanes that hold a crop.</param>
    /// <param name="summaries">Receives [count][6].</param>
    /// <param name="memberships">Receives [count][Classes].</param>
    /// <param name="shape">What is aligned.</param>
    public static void Write(
        AlignedBlock block, int count, float* summaries, float* memberships, AlignmentShape shape)
    {
        (TVector largest, TVector best) = Best(block);
        TVector sum = TSimd.Zero;
        TVector squares = TSimd.Zero;
        for (int pair = 0; pair < block.Pairs; pair++)
        {
            float* statistics = block.StatisticsOf(pair);
            TVector exponent = TSimd.Subtract(TSimd.Load(statistics), largest);
            TVector factor = SimdMath<TSimd, TVector>.Exp(TSimd.Max(TSimd.Broadcast(LeastExponent), exponent));
            TVector total = TSimd.Multiply(factor, TSimd.Load(statistics + TSimd.Count));
            TVector square = TSimd.Multiply(factor, factor);
            sum = TSimd.Add(sum, total);
            squares = TSimd.FusedMultiplyAdd(square, TSimd.Load(statistics + (2 * TSimd.Count)), squares);
            TSimd.Store(statistics, factor);
            TSimd.Store(statistics + TSimd.Count, total);
        }

        TVector inverse = TSimd.Divide(TSimd.Broadcast(1), sum);
        Normalise(block, inverse, shape);
        LaneInterleaving.Separate(block.Memberships, memberships, count, shape.Classes, TSimd.Count);
        float* lanes = stackalloc float[5 * TSimd.Count];
        TSimd.Store(lanes, largest);
        TSimd.Store(lanes + TSimd.Count, sum);
        TSimd.Store(lanes + (2 * TSimd.Count), inverse);
        TSimd.Store(lanes + (3 * TSimd.Count), best);
        TSimd.Store(lanes + (4 * TSimd.Count), TSimd.Divide(TSimd.Multiply(sum, sum), squares));
        for (int lane = 0; lane < count; lane++)
        {
            float* summary = summaries + ((nint)lane * AlignmentShape.SummaryLength);
            int pair = (int)lanes[(3 * TSimd.Count) + lane];
            summary[0] = (float)(lanes[lane] + Math.Log(lanes[TSimd.Count + lane] / block.Rotations));
            summary[1] = lanes[(2 * TSimd.Count) + lane];
            summary[2] = pair % shape.Classes;
            summary[3] = pair / shape.Classes;
            summary[4] = BestRotation(block.PosesOf(pair) + lane, block.Rotations);
            summary[5] = lanes[(4 * TSimd.Count) + lane];
        }
    }

    // The first of the pairs with the largest evidence.
    private static (TVector Largest, TVector Pair) Best(AlignedBlock block)
    {
        TVector largest = TSimd.Load(block.Statistics);
        TVector best = TSimd.Zero;
        for (int pair = 1; pair < block.Pairs; pair++)
        {
            TVector value = TSimd.Load(block.StatisticsOf(pair));
            TVector isLarger = TSimd.GreaterThan(value, largest);
            largest = TSimd.Select(isLarger, value, largest);
            best = TSimd.Select(isLarger, TSimd.Broadcast(pair), best);
        }

        return (largest, best);
    }

    private static void Normalise(AlignedBlock block, TVector inverse, AlignmentShape shape)
    {
        for (int c = 0; c < shape.Classes; c++)
        {
            TVector membership = TSimd.Zero;
            for (int s = 0; s < shape.Shifts; s++)
            {
                float* statistics = block.StatisticsOf((s * shape.Classes) + c);
                TVector posterior = TSimd.Multiply(inverse, TSimd.Load(statistics + TSimd.Count));
                TVector factor = TSimd.Multiply(inverse, TSimd.Load(statistics));
                TVector counts = TSimd.GreaterThan(posterior, TSimd.Broadcast(AlignmentShape.LeastWeight));
                membership = TSimd.Add(membership, posterior);
                TSimd.Store(statistics, TSimd.Select(counts, factor, TSimd.Zero));
                TSimd.Store(statistics + TSimd.Count, posterior);
            }

            TSimd.Store(block.Memberships + ((nint)c * TSimd.Count), membership);
        }
    }

    private static int BestRotation(float* poses, int rotations)
    {
        int best = 0;
        for (int r = 1; r < rotations; r++)
        {
            best = poses[(nint)r * TSimd.Count] > poses[(nint)best * TSimd.Count] ? r : best;
        }

        return best;
    }
}
