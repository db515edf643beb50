using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;
using static DeepEM.Kernels.Simd.TileExtent;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The innermost part of the convolution for a single filter: up to 8 vectors of one output row.</summary>
/// <remarks>The same sums in the same order as <see cref="ConvolutionTile{TSimd, TVector}"/>.</remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ConvolutionLine<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Computes up to 8 vectors.</summary>
    /// <param name="vectors">How many.</param>
    /// <param name="arguments">Extents and strides.</param>
    /// <param name="input">Input under the first tap of the first vector.</param>
    /// <param name="weights">First tap to use, [c][p][q].</param>
    /// <param name="bias">One value.</param>
    /// <param name="output">First vector.</param>
    public static void Run(
        int vectors, in ConvolutionTileArguments arguments, float* input, float* weights, float* bias, float* output)
    {
        switch (vectors)
        {
            case 1:
                Run<One>(in arguments, input, weights, bias, output);
                break;
            case 2:
                Run<Two>(in arguments, input, weights, bias, output);
                break;
            case 3:
                Run<Three>(in arguments, input, weights, bias, output);
                break;
            case 4:
                Run<Four>(in arguments, input, weights, bias, output);
                break;
            case 5:
                Run<Five>(in arguments, input, weights, bias, output);
                break;
            case 6:
                Run<Six>(in arguments, input, weights, bias, output);
                break;
            case 7:
                Run<Seven>(in arguments, input, weights, bias, output);
                break;
            default:
                Run<Eight>(in arguments, input, weights, bias, output);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVectors>(
        in ConvolutionTileArguments arguments, float* input, float* weights, float* bias, float* output)
        where TVectors : struct, ITileExtent
    {
        bool begin = arguments.Begin;
        TVector first = TSimd.Broadcast(*bias);
        TVector s0 = begin ? first : TSimd.Load(output);
        TVector s1 = begin || TVectors.Value <= 1 ? first : TSimd.Load(output + TSimd.Count);
        TVector s2 = begin || TVectors.Value <= 2 ? first : TSimd.Load(output + (2 * TSimd.Count));
        TVector s3 = begin || TVectors.Value <= 3 ? first : TSimd.Load(output + (3 * TSimd.Count));
        TVector s4 = begin || TVectors.Value <= 4 ? first : TSimd.Load(output + (4 * TSimd.Count));
        TVector s5 = begin || TVectors.Value <= 5 ? first : TSimd.Load(output + (5 * TSimd.Count));
        TVector s6 = begin || TVectors.Value <= 6 ? first : TSimd.Load(output + (6 * TSimd.Count));
        TVector s7 = begin || TVectors.Value <= 7 ? first : TSimd.Load(output + (7 * TSimd.Count));

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
                    TVector weight = TSimd.Broadcast(*w);
                    s0 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x), s0);
                    if (TVectors.Value > 1)
                    {
                        s1 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + TSimd.Count), s1);
                    }

                    if (TVectors.Value > 2)
                    {
                        s2 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (2 * TSimd.Count)), s2);
                    }

                    if (TVectors.Value > 3)
                    {
                        s3 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (3 * TSimd.Count)), s3);
                    }

                    if (TVectors.Value > 4)
                    {
                        s4 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (4 * TSimd.Count)), s4);
                    }

                    if (TVectors.Value > 5)
                    {
                        s5 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (5 * TSimd.Count)), s5);
                    }

                    if (TVectors.Value > 6)
                    {
                        s6 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (6 * TSimd.Count)), s6);
                    }

                    if (TVectors.Value > 7)
                    {
                        s7 = TSimd.FusedMultiplyAdd(weight, TSimd.Load(x + (7 * TSimd.Count)), s7);
                    }

                    x += arguments.InputColumn;
                    w++;
                }

                row += arguments.InputRow;
                rowWeights += arguments.WeightsRow;
            }

            input += arguments.InputPlane;
            weights += arguments.WeightsPlane;
        }

        TVector floor = TSimd.Broadcast(arguments.Floor);
        TSimd.Store(output, TSimd.Max(floor, s0));
        if (TVectors.Value > 1)
        {
            TSimd.Store(output + TSimd.Count, TSimd.Max(floor, s1));
        }

        if (TVectors.Value > 2)
        {
            TSimd.Store(output + (2 * TSimd.Count), TSimd.Max(floor, s2));
        }

        if (TVectors.Value > 3)
        {
            TSimd.Store(output + (3 * TSimd.Count), TSimd.Max(floor, s3));
        }

        if (TVectors.Value > 4)
        {
            TSimd.Store(output + (4 * TSimd.Count), TSimd.Max(floor, s4));
        }

        if (TVectors.Value > 5)
        {
            TSimd.Store(output + (5 * TSimd.Count), TSimd.Max(floor, s5));
        }

        if (TVectors.Value > 6)
        {
            TSimd.Store(output + (6 * TSimd.Count), TSimd.Max(floor, s6));
        }

        if (TVectors.Value > 7)
        {
            TSimd.Store(output + (7 * TSimd.Count), TSimd.Max(floor, s7));
        }
    }
}
