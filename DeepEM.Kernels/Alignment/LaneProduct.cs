using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The product of two blocks, with something else in each lane, and one table that all lanes share.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class LaneProduct<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>For both blocks <c>target[tile][column] = Σ_term block[term]·table[tile][term][column]</c>.</summary>
    /// <remarks>
    /// Two vectors by the columns of a tile (<see cref="PolarTable.TileColumns"/>) are twelve sums, which hide the
    /// latency of the multiply-adds and leave registers for the factors where there are sixteen.
    /// </remarks>
    /// <param name="first">Vectors of the first block, one for each term.</param>
    /// <param name="second">Vectors of the second block.</param>
    /// <param name="table">The table.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="tiles">Tiles of columns.</param>
    /// <param name="firstTarget">Receives a vector for each column of each tile.</param>
    /// <param name="secondTarget">Receives those of the second block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        float* first, float* second, float* table, int terms, int tiles, float* firstTarget, float* secondTarget)
    {
        for (int tile = 0; tile < tiles; tile++)
        {
            TVector a0 = TSimd.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
            TVector b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
            float* left = first;
            float* right = second;
            for (int term = 0; term < terms; term++)
            {
                TVector a = TSimd.Load(left);
                TVector b = TSimd.Load(right);
                TVector w = TSimd.Broadcast(table[0]);
                a0 = TSimd.FusedMultiplyAdd(a, w, a0);
                b0 = TSimd.FusedMultiplyAdd(b, w, b0);
                w = TSimd.Broadcast(table[1]);
                a1 = TSimd.FusedMultiplyAdd(a, w, a1);
                b1 = TSimd.FusedMultiplyAdd(b, w, b1);
                w = TSimd.Broadcast(table[2]);
                a2 = TSimd.FusedMultiplyAdd(a, w, a2);
                b2 = TSimd.FusedMultiplyAdd(b, w, b2);
                w = TSimd.Broadcast(table[3]);
                a3 = TSimd.FusedMultiplyAdd(a, w, a3);
                b3 = TSimd.FusedMultiplyAdd(b, w, b3);
                w = TSimd.Broadcast(table[4]);
                a4 = TSimd.FusedMultiplyAdd(a, w, a4);
                b4 = TSimd.FusedMultiplyAdd(b, w, b4);
                w = TSimd.Broadcast(table[5]);
                a5 = TSimd.FusedMultiplyAdd(a, w, a5);
                b5 = TSimd.FusedMultiplyAdd(b, w, b5);
                table += PolarTable.TileColumns;
                left += TSimd.Count;
                right += TSimd.Count;
            }

            Store(firstTarget, a0, a1, a2, a3, a4, a5);
            Store(secondTarget, b0, b1, b2, b3, b4, b5);
            firstTarget += PolarTable.TileColumns * TSimd.Count;
            secondTarget += PolarTable.TileColumns * TSimd.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        float* target, TVector v0, TVector v1, TVector v2, TVector v3, TVector v4, TVector v5)
    {
        TSimd.Store(target, v0);
        TSimd.Store(target + TSimd.Count, v1);
        TSimd.Store(target + (2 * TSimd.Count), v2);
        TSimd.Store(target + (3 * TSimd.Count), v3);
        TSimd.Store(target + (4 * TSimd.Count), v4);
        TSimd.Store(target + (5 * TSimd.Count), v5);
    }
}
