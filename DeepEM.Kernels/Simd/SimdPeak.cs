using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepEM.Kernels.Simd;

/// <summary>Loops that do nothing but what limits every kernel: multiply-adds, and reading memory.</summary>
/// <remarks>They run on the calling thread; who calls takes the time. What they return keeps them from being left out.
/// </remarks>
public static unsafe class SimdPeak
{
    // Two units with a latency of four cycles need eight chains; twelve leave registers for the operands at 16, too.
    private const int Chains = 12;

    /// <summary>Runs independent chains of fused multiply-adds on registers.</summary>
    /// <param name="width">The vectors; the machine must have them.</param>
    /// <param name="rounds">Multiply-adds in each chain.</param>
    /// <returns>The floating-point operations that were done (two for each multiply-add), and their result.</returns>
    public static (double Operations, float Result) MultiplyAdd(SimdWidth width, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        return width switch
        {
            SimdWidth.Bits512 => MultiplyAdd<Simd512, Vector512<float>>(rounds),
            SimdWidth.Bits256 => MultiplyAdd<Simd256, Vector256<float>>(rounds),
            _ => MultiplyAdd<SimdAny, Vector<float>>(rounds),
        };
    }

    /// <summary>Reads values from memory, in order.</summary>
    /// <param name="width">The vectors; the machine must have them.</param>
    /// <param name="values">The values; those beyond the last multiple of eight vectors are left out.</param>
    /// <returns>Their sum.</returns>
    public static float Read(SimdWidth width, ReadOnlySpan<float> values)
    {
        fixed (float* first = values)
        {
            return width switch
            {
                SimdWidth.Bits512 => Read<Simd512, Vector512<float>>(first, values.Length),
                SimdWidth.Bits256 => Read<Simd256, Vector256<float>>(first, values.Length),
                _ => Read<SimdAny, Vector<float>>(first, values.Length),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Operations, float Result) MultiplyAdd<TSimd, TVector>(int rounds)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector x = TSimd.Broadcast(0.999999f);
        TVector y = TSimd.Broadcast(1e-7f);
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < rounds; round++)
        {
            a = TSimd.FusedMultiplyAdd(a, x, y);
            b = TSimd.FusedMultiplyAdd(b, x, y);
            c = TSimd.FusedMultiplyAdd(c, x, y);
            d = TSimd.FusedMultiplyAdd(d, x, y);
            e = TSimd.FusedMultiplyAdd(e, x, y);
            f = TSimd.FusedMultiplyAdd(f, x, y);
            g = TSimd.FusedMultiplyAdd(g, x, y);
            h = TSimd.FusedMultiplyAdd(h, x, y);
            i = TSimd.FusedMultiplyAdd(i, x, y);
            j = TSimd.FusedMultiplyAdd(j, x, y);
            k = TSimd.FusedMultiplyAdd(k, x, y);
            l = TSimd.FusedMultiplyAdd(l, x, y);
        }

        TVector left = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(e, f));
        TVector right = TSimd.Add(TSimd.Add(TSimd.Add(g, h), TSimd.Add(i, j)), TSimd.Add(k, l));
        return (2.0 * Chains * TSimd.Count * rounds, TSimd.Sum(TSimd.Add(left, right)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read<TSimd, TVector>(float* values, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a = TSimd.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        int step = 8 * TSimd.Count;
        for (int n = 0; n <= length - step; n += step)
        {
            float* at = values + n;
            a = TSimd.Add(a, TSimd.Load(at));
            b = TSimd.Add(b, TSimd.Load(at + TSimd.Count));
            c = TSimd.Add(c, TSimd.Load(at + (2 * TSimd.Count)));
            d = TSimd.Add(d, TSimd.Load(at + (3 * TSimd.Count)));
            e = TSimd.Add(e, TSimd.Load(at + (4 * TSimd.Count)));
            f = TSimd.Add(f, TSimd.Load(at + (5 * TSimd.Count)));
            g = TSimd.Add(g, TSimd.Load(at + (6 * TSimd.Count)));
            h = TSimd.Add(h, TSimd.Load(at + (7 * TSimd.Count)));
        }

        TVector left = TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d));
        return TSimd.Sum(TSimd.Add(left, TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h))));
    }
}
