using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Pooling;

/// <summary>Mean pooling of sigmoids, for code on the host that prepares a device's input.</summary>
public static unsafe class HostPooling
{
    /// <summary>So many values beyond a row may be read, and written to its sums.</summary>
    public const int Overrun = 16;

    /// <summary>sums[j] ← Σ_p σ(rows[p][j]·scale + shift), with σ(z) = 1 / (1 + exp(−z)).</summary>
    /// <param name="rows">The first row, and what follows it up to <see cref="Overrun"/> beyond the last.</param>
    /// <param name="stride">Values from row to row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="shift">Addend.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="sums">Receives the sums; <see cref="Overrun"/> longer than a row.</param>
    /// <exception cref="ArgumentException">The rows or the sums are too short.</exception>
    public static void SumOfSigmoids(
        ReadOnlySpan<float> rows, int stride, int count, float scale, float shift, int width, Span<float> sums)
    {
        int last = RoundUp(width);
        if (rows.Length < ((count - 1) * stride) + last || sums.Length < last)
        {
            throw new ArgumentException($"{rows.Length} and {sums.Length} values do not hold {count} rows.");
        }

        fixed (float* source = rows, target = sums)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                SigmoidRowsSimd<Simd512, Vector512<float>>.Sum(source, stride, count, scale, shift, target, width);
            }
            else
            {
                SigmoidRowsSimd<SimdAny, Vector<float>>.Sum(source, stride, count, scale, shift, target, width);
            }
        }
    }

    /// <summary>target[j] ← share·Σ_q row[size·j + q].</summary>
    /// <param name="row">The row.</param>
    /// <param name="size">Columns of a pooling window.</param>
    /// <param name="share">Factor.</param>
    /// <param name="target">Receives one value for each window.</param>
    /// <exception cref="ArgumentException">The row has too few windows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfColumns(ReadOnlySpan<float> row, int size, float share, Span<float> target)
    {
        if (row.Length < (long)size * target.Length)
        {
            throw new ArgumentException($"{row.Length} values do not hold {target.Length} windows of {size}.");
        }

        fixed (float* source = row, result = target)
        {
            int j = size == 3 && Avx512F.IsSupported ? Thirds(source, share, result, target.Length) : 0;
            for (; j < target.Length; j++)
            {
                float* window = source + ((nint)j * size);
                float sum = window[0];
                for (int q = 1; q < size; q++)
                {
                    sum += window[q];
                }

                result[j] = sum * share;
            }
        }
    }

    // Windows of three columns, 16 at a time; gives the first window that is left.
    private static int Thirds(float* row, float share, float* target, int count)
    {
        Vector512<int> first = Vector512.Create(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
        Vector512<int> firstRest = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
        Vector512<int> second = Vector512.Create(1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
        Vector512<int> secondRest = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
        Vector512<int> third = Vector512.Create(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
        Vector512<int> thirdRest = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
        int j = 0;
        for (; j + 16 <= count; j += 16)
        {
            float* at = row + (3 * (nint)j);
            Vector512<float> a = Vector512.Load(at);
            Vector512<float> b = Vector512.Load(at + 16);
            Vector512<float> c = Vector512.Load(at + 32);
            Vector512<float> x = Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, first, b), firstRest, c);
            Vector512<float> y = Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, second, b), secondRest, c);
            Vector512<float> z = Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, third, b), thirdRest, c);
            Vector512.Store((x + y + z) * Vector512.Create(share), target + j);
        }

        return j;
    }

    private static int RoundUp(int width) => (width + Overrun - 1) / Overrun * Overrun;
}
