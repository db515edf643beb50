using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>Sums of sigmoids of a few rows, on vectors.</summary>
/// <remarks>
/// Division is what a sigmoid waits for. Three of them share one:
/// <code>1/a + 1/b + 1/c = ((a + b)·c + a·b) / (a·b·c), a = 1 + exp(−z)</code>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class SigmoidRowsSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // 2⁴⁰ to the third is within float's range, and a sigmoid beyond is within 1e-12 of its end.
    private const float Limit = 40;
    private const float BinaryLogarithm = 1.44269504f;
    private const float C1 = 0.6931472067028321f;
    private const float C2 = 0.24022650922288827f;
    private const float C3 = 0.05550327226670944f;
    private const float C4 = 0.00961805667852609f;
    private const float C5 = 0.0013400428177419153f;
    private const float C6 = 0.0001546144469646172f;

    /// <summary>sums[j] ← Σ_p 1 / (1 + exp(−(rows[p][j]·scale + shift))).</summary>
    /// <param name="rows">First value of the first row; whole vectors are read.</param>
    /// <param name="stride">Values from row to row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="shift">Addend.</param>
    /// <param name="sums">Receives the sums, in whole vectors.</param>
    /// <param name="width">Values of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* rows, nint stride, int count, float scale, float shift, float* sums, int width)
    {
        // exp(−z) as a power of two.
        TVector factor = TSimd.Broadcast(-scale * BinaryLogarithm);
        TVector addend = TSimd.Broadcast(-shift * BinaryLogarithm);
        for (int j = 0; j < width; j += TSimd.Count)
        {
            TVector sum = TSimd.Zero;
            int p = 0;
            for (; p + 3 <= count; p += 3)
            {
                float* row = rows + (p * stride) + j;
                TVector a = Term(row, factor, addend);
                TVector b = Term(row + stride, factor, addend);
                TVector c = Term(row + (2 * stride), factor, addend);
                TVector product = TSimd.Multiply(a, b);
                TVector above = TSimd.FusedMultiplyAdd(TSimd.Add(a, b), c, product);
                sum = TSimd.Add(sum, TSimd.Divide(above, TSimd.Multiply(product, c)));
            }

            for (; p < count; p++)
            {
                TVector term = Term(rows + (p * stride) + j, factor, addend);
                sum = TSimd.Add(sum, TSimd.Divide(TSimd.Broadcast(1), term));
            }

            TSimd.Store(sums + j, sum);
        }
    }

    // 1 + 2ᵗ with t = value·factor + addend. The polynomial interpolates 2ʳ, |r| ≤ 1/2, at Chebyshev's nodes: 2e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term(float* value, TVector factor, TVector addend)
    {
        TVector t = TSimd.FusedMultiplyAdd(TSimd.Load(value), factor, addend);
        t = TSimd.Min(TSimd.Broadcast(Limit), TSimd.Max(TSimd.Broadcast(-Limit), t));
        TVector magic = TSimd.Broadcast(12582912f);
        TVector shifted = TSimd.Add(t, magic);
        TVector r = TSimd.Subtract(t, TSimd.Subtract(shifted, magic));
        TVector sum = TSimd.Broadcast(C6);
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(C5));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(C4));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(C3));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(C2));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(C1));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1));
        return TSimd.Add(TSimd.Broadcast(1), TSimd.Scale(sum, shifted));
    }
}
