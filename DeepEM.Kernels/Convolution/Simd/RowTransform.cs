using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>Four sums over five rows each from eight products (Toom and Cook, Winograd).</summary>
/// <remarks>
/// <code>y[i] = Σ_k d[i + k]·g[k],  i = 0..3, k = 0..4  as  y = A·((G·g) ⊙ (B·d))</code>
/// Polynomials are multiplied by their values at 0, 1, −1, 2, −2, ½, −½ and ∞: G and A evaluate at these points, and B
/// is the transpose of the interpolation.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class RowTransform<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Transforms eight rows, B·d.</summary>
    /// <param name="rows">Where the eight rows begin.</param>
    /// <param name="target">Receives the first of eight rows.</param>
    /// <param name="plane">Values from each of them to the next.</param>
    /// <param name="length">Values in a row; whole vectors are read and written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float** rows, float* target, nint plane, nint length)
    {
        TVector outer = TSimd.Broadcast(5.25f);
        TVector ones = TSimd.Broadcast(-4.25f);
        TVector twos = TSimd.Broadcast(-1.25f);
        TVector quarter = TSimd.Broadcast(0.25f);
        TVector halves = TSimd.Broadcast(-5);
        TVector four = TSimd.Broadcast(4);
        TVector two = TSimd.Broadcast(2);
        TVector half = TSimd.Broadcast(0.5f);
        for (nint x = 0; x < length; x += TSimd.Count)
        {
            TVector d0 = TSimd.Load(rows[0] + x);
            TVector d1 = TSimd.Load(rows[1] + x);
            TVector d2 = TSimd.Load(rows[2] + x);
            TVector d3 = TSimd.Load(rows[3] + x);
            TVector d4 = TSimd.Load(rows[4] + x);
            TVector d5 = TSimd.Load(rows[5] + x);
            TVector d6 = TSimd.Load(rows[6] + x);
            TVector d7 = TSimd.Load(rows[7] + x);
            float* to = target + x;
            TSimd.Store(to, TSimd.FusedMultiplyAdd(outer, TSimd.Subtract(d2, d4), TSimd.Subtract(d6, d0)));
            TSimd.Store(
                to + (7 * plane), TSimd.FusedMultiplyAdd(outer, TSimd.Subtract(d3, d5), TSimd.Subtract(d7, d1)));

            // Of the points ±a: x⁶ − S·x⁴ + P·x² and a·(x⁵ − S·x³ + P·x), S and P of the squares of the two others.
            StorePair(
                to + plane,
                plane,
                TSimd.FusedMultiplyAdd(ones, d4, TSimd.Add(d6, d2)),
                TSimd.FusedMultiplyAdd(ones, d3, TSimd.Add(d5, d1)));
            StorePair(
                to + (3 * plane),
                plane,
                TSimd.FusedMultiplyAdd(twos, d4, TSimd.FusedMultiplyAdd(quarter, d2, d6)),
                TSimd.Multiply(two, TSimd.FusedMultiplyAdd(twos, d3, TSimd.FusedMultiplyAdd(quarter, d1, d5))));
            StorePair(
                to + (5 * plane),
                plane,
                TSimd.FusedMultiplyAdd(halves, d4, TSimd.FusedMultiplyAdd(four, d2, d6)),
                TSimd.Multiply(half, TSimd.FusedMultiplyAdd(halves, d3, TSimd.FusedMultiplyAdd(four, d1, d5))));
        }
    }

    /// <summary>Transforms back to four rows, A·m, and adds a bias.</summary>
    /// <param name="products">The first of eight rows.</param>
    /// <param name="plane">Values from each of them to the next.</param>
    /// <param name="bias">Added to every value.</param>
    /// <param name="floor">Results below this become this.</param>
    /// <param name="rows">Where the rows go, four; those that are not wanted lie anywhere.</param>
    /// <param name="length">Values in a row; whole vectors are read and written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* products, nint plane, float bias, float floor, float** rows, nint length)
    {
        TVector begin = TSimd.Broadcast(bias);
        TVector least = TSimd.Broadcast(floor);
        TVector two = TSimd.Broadcast(2);
        TVector four = TSimd.Broadcast(4);
        TVector eight = TSimd.Broadcast(8);
        TVector half = TSimd.Broadcast(0.5f);
        TVector quarter = TSimd.Broadcast(0.25f);
        TVector eighth = TSimd.Broadcast(0.125f);
        for (nint x = 0; x < length; x += TSimd.Count)
        {
            float* from = products + x;
            (TVector even1, TVector odd1) = LoadPair(from + plane, plane);
            (TVector even2, TVector odd2) = LoadPair(from + (3 * plane), plane);
            (TVector even3, TVector odd3) = LoadPair(from + (5 * plane), plane);
            TVector y0 = TSimd.Add(TSimd.Add(TSimd.Load(from), even1), TSimd.Add(even2, even3));
            TVector y1 = TSimd.FusedMultiplyAdd(half, odd3, TSimd.FusedMultiplyAdd(two, odd2, odd1));
            TVector y2 = TSimd.FusedMultiplyAdd(quarter, even3, TSimd.FusedMultiplyAdd(four, even2, even1));
            TVector y3 = TSimd.FusedMultiplyAdd(
                eighth,
                odd3,
                TSimd.FusedMultiplyAdd(eight, odd2, TSimd.Add(odd1, TSimd.Load(from + (7 * plane)))));
            TSimd.Store(rows[0] + x, TSimd.Max(least, TSimd.Add(begin, y0)));
            TSimd.Store(rows[1] + x, TSimd.Max(least, TSimd.Add(begin, y1)));
            TSimd.Store(rows[2] + x, TSimd.Max(least, TSimd.Add(begin, y2)));
            TSimd.Store(rows[3] + x, TSimd.Max(least, TSimd.Add(begin, y3)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(float* target, nint plane, TVector even, TVector odd)
    {
        TSimd.Store(target, TSimd.Add(even, odd));
        TSimd.Store(target + plane, TSimd.Subtract(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Even, TVector Odd) LoadPair(float* source, nint plane)
    {
        TVector one = TSimd.Load(source);
        TVector other = TSimd.Load(source + plane);
        return (TSimd.Add(one, other), TSimd.Subtract(one, other));
    }
}
