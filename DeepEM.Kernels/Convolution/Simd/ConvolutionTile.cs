using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;
using static DeepEM.Kernels.Simd.TileExtent;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>
/// The innermost part of the convolution: a few filters by a few vectors of one output row, in registers.
/// </summary>
/// <remarks>
/// <code>output[k][j] = begin[k][j] + Σ_c Σ_p Σ_q input[c][p][q + j]·weights[c][p][q][k]</code>
/// <para>
/// j counts vectors. Every sum runs over c, p, q in this order with one fused multiply-add each, whatever the tile, so
/// that a result does not depend on where in a tile it lies. 8×3 and 6×4 accumulators, the vectors of the input and one
/// weight fill 32 registers; 4×3 and 6×2 fill 16. Only the largest tile is written out: see
/// <see cref="ITileExtent"/>.
/// </para>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ConvolutionTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Computes one tile: up to 8 filters by up to 4 vectors, or one filter by up to 8 vectors.</summary>
    /// <param name="filters">Filters of the tile.</param>
    /// <param name="vectors">Vectors of the tile.</param>
    /// <param name="arguments">Extents and strides.</param>
    /// <param name="input">Input under the first tap of the first vector.</param>
    /// <param name="weights">First tap to use, packed [c][p][q][k].</param>
    /// <param name="bias">One value per filter.</param>
    /// <param name="output">First vector of the first filter.</param>
    public static void Run(
        int filters,
        int vectors,
        in ConvolutionTileArguments arguments,
        float* input,
        float* weights,
        float* bias,
        float* output)
    {
        switch (filters)
        {
            case 1:
                ConvolutionLine<TSimd, TVector>.Run(vectors, in arguments, input, weights, bias, output);
                break;
            case 2:
                Run<Two>(vectors, in arguments, input, weights, bias, output);
                break;
            case 3:
                Run<Three>(vectors, in arguments, input, weights, bias, output);
                break;
            case 4:
                Run<Four>(vectors, in arguments, input, weights, bias, output);
                break;
            case 5:
                Run<Five>(vectors, in arguments, input, weights, bias, output);
                break;
            case 6:
                Run<Six>(vectors, in arguments, input, weights, bias, output);
                break;
            case 7:
                Run<Seven>(vectors, in arguments, input, weights, bias, output);
                break;
            default:
                Run<Eight>(vectors, in arguments, input, weights, bias, output);
                break;
        }
    }

    private static void Run<TFilters>(
        int vectors, in ConvolutionTileArguments arguments, float* input, float* weights, float* bias, float* output)
        where TFilters : struct, ITileExtent
    {
        switch (vectors)
        {
            case 1:
                Run<TFilters, One>(in arguments, input, weights, bias, output);
                break;
            case 2:
                Run<TFilters, Two>(in arguments, input, weights, bias, output);
                break;
            case 3:
                Run<TFilters, Three>(in arguments, input, weights, bias, output);
                break;
            default:
                Run<TFilters, Four>(in arguments, input, weights, bias, output);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TFilters, TColumns>(
        in ConvolutionTileArguments arguments, float* input, float* weights, float* bias, float* output)
        where TFilters : struct, ITileExtent
        where TColumns : struct, ITileExtent
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default;
        TVector s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default;
        TVector s30 = default, s31 = default, s32 = default, s33 = default;
        TVector s40 = default, s41 = default, s42 = default, s43 = default;
        TVector s50 = default, s51 = default, s52 = default, s53 = default;
        TVector s60 = default, s61 = default, s62 = default, s63 = default;
        TVector s70 = default, s71 = default, s72 = default, s73 = default;
        nint plane = arguments.OutputPlane;
        bool begin = arguments.Begin;
        Begin<TColumns>(begin, bias, output, ref s00, ref s01, ref s02, ref s03);
        if (TFilters.Value > 1)
        {
            Begin<TColumns>(begin, bias + 1, output + (1 * plane), ref s10, ref s11, ref s12, ref s13);
        }

        if (TFilters.Value > 2)
        {
            Begin<TColumns>(begin, bias + 2, output + (2 * plane), ref s20, ref s21, ref s22, ref s23);
        }

        if (TFilters.Value > 3)
        {
            Begin<TColumns>(begin, bias + 3, output + (3 * plane), ref s30, ref s31, ref s32, ref s33);
        }

        if (TFilters.Value > 4)
        {
            Begin<TColumns>(begin, bias + 4, output + (4 * plane), ref s40, ref s41, ref s42, ref s43);
        }

        if (TFilters.Value > 5)
        {
            Begin<TColumns>(begin, bias + 5, output + (5 * plane), ref s50, ref s51, ref s52, ref s53);
        }

        if (TFilters.Value > 6)
        {
            Begin<TColumns>(begin, bias + 6, output + (6 * plane), ref s60, ref s61, ref s62, ref s63);
        }

        if (TFilters.Value > 7)
        {
            Begin<TColumns>(begin, bias + 7, output + (7 * plane), ref s70, ref s71, ref s72, ref s73);
        }

        for (int c = arguments.Channels; c > 0; c--)
        {
            float* row = input;
            float* rowWeights = weights;
            for (int p = arguments.FilterRows; p > 0; p--)
            {
                float* x = row;
                float* w = rowWeights;
                for (int q = arguments.FilterColumns; q > 0; q--)
                {
                    TVector x0 = TSimd.Load(x);
                    TVector x1 = TColumns.Value > 1 ? TSimd.Load(x + TSimd.Count) : default;
                    TVector x2 = TColumns.Value > 2 ? TSimd.Load(x + (2 * TSimd.Count)) : default;
                    TVector x3 = TColumns.Value > 3 ? TSimd.Load(x + (3 * TSimd.Count)) : default;

                    Add<TColumns>(w, x0, x1, x2, x3, ref s00, ref s01, ref s02, ref s03);
                    if (TFilters.Value > 1)
                    {
                        Add<TColumns>(w + 1, x0, x1, x2, x3, ref s10, ref s11, ref s12, ref s13);
                    }

                    if (TFilters.Value > 2)
                    {
                        Add<TColumns>(w + 2, x0, x1, x2, x3, ref s20, ref s21, ref s22, ref s23);
                    }

                    if (TFilters.Value > 3)
                    {
                        Add<TColumns>(w + 3, x0, x1, x2, x3, ref s30, ref s31, ref s32, ref s33);
                    }

                    if (TFilters.Value > 4)
                    {
                        Add<TColumns>(w + 4, x0, x1, x2, x3, ref s40, ref s41, ref s42, ref s43);
                    }

                    if (TFilters.Value > 5)
                    {
                        Add<TColumns>(w + 5, x0, x1, x2, x3, ref s50, ref s51, ref s52, ref s53);
                    }

                    if (TFilters.Value > 6)
                    {
                        Add<TColumns>(w + 6, x0, x1, x2, x3, ref s60, ref s61, ref s62, ref s63);
                    }

                    if (TFilters.Value > 7)
                    {
                        Add<TColumns>(w + 7, x0, x1, x2, x3, ref s70, ref s71, ref s72, ref s73);
                    }

                    x += arguments.InputColumn;
                    w += TFilters.Value;
                }

                row += arguments.InputRow;
                rowWeights += arguments.WeightsRow * TFilters.Value;
            }

            input += arguments.InputPlane;
            weights += arguments.WeightsPlane * TFilters.Value;
        }

        TVector floor = TSimd.Broadcast(arguments.Floor);
        End<TColumns>(output, floor, s00, s01, s02, s03);
        if (TFilters.Value > 1)
        {
            End<TColumns>(output + (1 * plane), floor, s10, s11, s12, s13);
        }

        if (TFilters.Value > 2)
        {
            End<TColumns>(output + (2 * plane), floor, s20, s21, s22, s23);
        }

        if (TFilters.Value > 3)
        {
            End<TColumns>(output + (3 * plane), floor, s30, s31, s32, s33);
        }

        if (TFilters.Value > 4)
        {
            End<TColumns>(output + (4 * plane), floor, s40, s41, s42, s43);
        }

        if (TFilters.Value > 5)
        {
            End<TColumns>(output + (5 * plane), floor, s50, s51, s52, s53);
        }

        if (TFilters.Value > 6)
        {
            End<TColumns>(output + (6 * plane), floor, s60, s61, s62, s63);
        }

        if (TFilters.Value > 7)
        {
            End<TColumns>(output + (7 * plane), floor, s70, s71, s72, s73);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin<TColumns>(
        bool begin, float* bias, float* output, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
        where TColumns : struct, ITileExtent
    {
        if (begin)
        {
            s0 = TSimd.Broadcast(*bias);
            if (TColumns.Value > 1)
            {
                s1 = s0;
            }

            if (TColumns.Value > 2)
            {
                s2 = s0;
            }

            if (TColumns.Value > 3)
            {
                s3 = s0;
            }
        }
        else
        {
            s0 = TSimd.Load(output);
            if (TColumns.Value > 1)
            {
                s1 = TSimd.Load(output + TSimd.Count);
            }

            if (TColumns.Value > 2)
            {
                s2 = TSimd.Load(output + (2 * TSimd.Count));
            }

            if (TColumns.Value > 3)
            {
                s3 = TSimd.Load(output + (3 * TSimd.Count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TColumns>(
        float* weight,
        TVector x0,
        TVector x1,
        TVector x2,
        TVector x3,
        ref TVector s0,
        ref TVector s1,
        ref TVector s2,
        ref TVector s3)
        where TColumns : struct, ITileExtent
    {
        TVector w = TSimd.Broadcast(*weight);
        s0 = TSimd.FusedMultiplyAdd(w, x0, s0);
        if (TColumns.Value > 1)
        {
            s1 = TSimd.FusedMultiplyAdd(w, x1, s1);
        }

        if (TColumns.Value > 2)
        {
            s2 = TSimd.FusedMultiplyAdd(w, x2, s2);
        }

        if (TColumns.Value > 3)
        {
            s3 = TSimd.FusedMultiplyAdd(w, x3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TColumns>(
        float* output, TVector floor, TVector s0, TVector s1, TVector s2, TVector s3)
        where TColumns : struct, ITileExtent
    {
        TSimd.Store(output, TSimd.Max(floor, s0));
        if (TColumns.Value > 1)
        {
            TSimd.Store(output + TSimd.Count, TSimd.Max(floor, s1));
        }

        if (TColumns.Value > 2)
        {
            TSimd.Store(output + (2 * TSimd.Count), TSimd.Max(floor, s2));
        }

        if (TColumns.Value > 3)
        {
            TSimd.Store(output + (3 * TSimd.Count), TSimd.Max(floor, s3));
        }
    }
}
