using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;
using static DeepEM.Kernels.Simd.TileExtent;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>
/// The innermost part of the gradient of the weights: a few filters by a few taps, in registers, over a block of
/// positions. Each lane sums its own image.
/// </summary>
/// <remarks>
/// <code>sums[k][t] = begin[k][t] + Σ_i Σ_j gradient[i][j][k]·input[i][j + offset[t]]</code>
/// <para>Sums run over i, j in this order with one fused multiply-add each, whatever the tile.</para>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ConvolutionWeightsTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Most taps of a tile.</summary>
    public const int MostTaps = 4;

    /// <summary>Adds one block of positions to one tile.</summary>
    /// <param name="filters">Filters of the tile, up to 8.</param>
    /// <param name="taps">Taps of the tile, up to 4.</param>
    /// <param name="positions">The positions.</param>
    /// <param name="gradient">Gradient at the positions, [i][j][k].</param>
    /// <param name="input">Input under the first tap of the filter at the first position.</param>
    /// <param name="offsets">Where each tap lies from there.</param>
    /// <param name="sums">The tile's sums, [k][t].</param>
    public static void Run(
        int filters,
        int taps,
        in PositionBlock positions,
        float* gradient,
        float* input,
        nint* offsets,
        float* sums)
    {
        switch (filters)
        {
            case 1:
                Run<One>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 2:
                Run<Two>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 3:
                Run<Three>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 4:
                Run<Four>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 5:
                Run<Five>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 6:
                Run<Six>(taps, in positions, gradient, input, offsets, sums);
                break;
            case 7:
                Run<Seven>(taps, in positions, gradient, input, offsets, sums);
                break;
            default:
                Run<Eight>(taps, in positions, gradient, input, offsets, sums);
                break;
        }
    }

    private static void Run<TFilters>(
        int taps, in PositionBlock positions, float* gradient, float* input, nint* offsets, float* sums)
        where TFilters : struct, ITileExtent
    {
        switch (taps)
        {
            case 2:
                Run<TFilters, Two>(in positions, gradient, input, offsets, sums);
                break;
            case 3:
                Run<TFilters, Three>(in positions, gradient, input, offsets, sums);
                break;
            default:
                Run<TFilters, Four>(in positions, gradient, input, offsets, sums);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TFilters, TTaps>(
        in PositionBlock positions, float* gradient, float* input, nint* offsets, float* sums)
        where TFilters : struct, ITileExtent
        where TTaps : struct, ITileExtent
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default;
        TVector s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default;
        TVector s30 = default, s31 = default, s32 = default, s33 = default;
        TVector s40 = default, s41 = default, s42 = default, s43 = default;
        TVector s50 = default, s51 = default, s52 = default, s53 = default;
        TVector s60 = default, s61 = default, s62 = default, s63 = default;
        TVector s70 = default, s71 = default, s72 = default, s73 = default;
        bool begin = positions.Begin;
        int row = TTaps.Value * TSimd.Count;
        Begin<TTaps>(begin, sums, ref s00, ref s01, ref s02, ref s03);
        if (TFilters.Value > 1)
        {
            Begin<TTaps>(begin, sums + row, ref s10, ref s11, ref s12, ref s13);
        }

        if (TFilters.Value > 2)
        {
            Begin<TTaps>(begin, sums + (2 * row), ref s20, ref s21, ref s22, ref s23);
        }

        if (TFilters.Value > 3)
        {
            Begin<TTaps>(begin, sums + (3 * row), ref s30, ref s31, ref s32, ref s33);
        }

        if (TFilters.Value > 4)
        {
            Begin<TTaps>(begin, sums + (4 * row), ref s40, ref s41, ref s42, ref s43);
        }

        if (TFilters.Value > 5)
        {
            Begin<TTaps>(begin, sums + (5 * row), ref s50, ref s51, ref s52, ref s53);
        }

        if (TFilters.Value > 6)
        {
            Begin<TTaps>(begin, sums + (6 * row), ref s60, ref s61, ref s62, ref s63);
        }

        if (TFilters.Value > 7)
        {
            Begin<TTaps>(begin, sums + (7 * row), ref s70, ref s71, ref s72, ref s73);
        }

        float* t0 = input + offsets[0];
        float* t1 = input + offsets[1];
        float* t2 = input + (TTaps.Value > 2 ? offsets[2] : 0);
        float* t3 = input + (TTaps.Value > 3 ? offsets[3] : 0);
        nint start = 0;
        for (int i = positions.Rows; i > 0; i--)
        {
            nint x = start;
            for (int j = positions.Columns; j > 0; j--)
            {
                TVector x0 = TSimd.Load(t0 + x);
                TVector x1 = TSimd.Load(t1 + x);
                TVector x2 = TTaps.Value > 2 ? TSimd.Load(t2 + x) : default;
                TVector x3 = TTaps.Value > 3 ? TSimd.Load(t3 + x) : default;

                Add<TTaps>(gradient, x0, x1, x2, x3, ref s00, ref s01, ref s02, ref s03);
                if (TFilters.Value > 1)
                {
                    Add<TTaps>(gradient + TSimd.Count, x0, x1, x2, x3, ref s10, ref s11, ref s12, ref s13);
                }

                if (TFilters.Value > 2)
                {
                    Add<TTaps>(gradient + (2 * TSimd.Count), x0, x1, x2, x3, ref s20, ref s21, ref s22, ref s23);
                }

                if (TFilters.Value > 3)
                {
                    Add<TTaps>(gradient + (3 * TSimd.Count), x0, x1, x2, x3, ref s30, ref s31, ref s32, ref s33);
                }

                if (TFilters.Value > 4)
                {
                    Add<TTaps>(gradient + (4 * TSimd.Count), x0, x1, x2, x3, ref s40, ref s41, ref s42, ref s43);
                }

                if (TFilters.Value > 5)
                {
                    Add<TTaps>(gradient + (5 * TSimd.Count), x0, x1, x2, x3, ref s50, ref s51, ref s52, ref s53);
                }

                if (TFilters.Value > 6)
                {
                    Add<TTaps>(gradient + (6 * TSimd.Count), x0, x1, x2, x3, ref s60, ref s61, ref s62, ref s63);
                }

                if (TFilters.Value > 7)
                {
                    Add<TTaps>(gradient + (7 * TSimd.Count), x0, x1, x2, x3, ref s70, ref s71, ref s72, ref s73);
                }

                x += TSimd.Count;
                gradient += TFilters.Value * TSimd.Count;
            }

            start += positions.InputRow;
        }

        End<TTaps>(sums, s00, s01, s02, s03);
        if (TFilters.Value > 1)
        {
            End<TTaps>(sums + row, s10, s11, s12, s13);
        }

        if (TFilters.Value > 2)
        {
            End<TTaps>(sums + (2 * row), s20, s21, s22, s23);
        }

        if (TFilters.Value > 3)
        {
            End<TTaps>(sums + (3 * row), s30, s31, s32, s33);
        }

        if (TFilters.Value > 4)
        {
            End<TTaps>(sums + (4 * row), s40, s41, s42, s43);
        }

        if (TFilters.Value > 5)
        {
            End<TTaps>(sums + (5 * row), s50, s51, s52, s53);
        }

        if (TFilters.Value > 6)
        {
            End<TTaps>(sums + (6 * row), s60, s61, s62, s63);
        }

        if (TFilters.Value > 7)
        {
            End<TTaps>(sums + (7 * row), s70, s71, s72, s73);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin<TTaps>(
        bool begin, float* sums, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
        where TTaps : struct, ITileExtent
    {
        if (begin)
        {
            return;
        }

        s0 = TSimd.Load(sums);
        s1 = TSimd.Load(sums + TSimd.Count);
        if (TTaps.Value > 2)
        {
            s2 = TSimd.Load(sums + (2 * TSimd.Count));
        }

        if (TTaps.Value > 3)
        {
            s3 = TSimd.Load(sums + (3 * TSimd.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TTaps>(
        float* gradient,
        TVector x0,
        TVector x1,
        TVector x2,
        TVector x3,
        ref TVector s0,
        ref TVector s1,
        ref TVector s2,
        ref TVector s3)
        where TTaps : struct, ITileExtent
    {
        TVector g = TSimd.Load(gradient);
        s0 = TSimd.FusedMultiplyAdd(g, x0, s0);
        s1 = TSimd.FusedMultiplyAdd(g, x1, s1);
        if (TTaps.Value > 2)
        {
            s2 = TSimd.FusedMultiplyAdd(g, x2, s2);
        }

        if (TTaps.Value > 3)
        {
            s3 = TSimd.FusedMultiplyAdd(g, x3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TTaps>(float* sums, TVector s0, TVector s1, TVector s2, TVector s3)
        where TTaps : struct, ITileExtent
    {
        TSimd.Store(sums, s0);
        TSimd.Store(sums + TSimd.Count, s1);
        if (TTaps.Value > 2)
        {
            TSimd.Store(sums + (2 * TSimd.Count), s2);
        }

        if (TTaps.Value > 3)
        {
            TSimd.Store(sums + (3 * TSimd.Count), s3);
        }
    }
}
