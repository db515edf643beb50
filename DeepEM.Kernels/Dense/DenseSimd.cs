using System.Runtime.CompilerServices;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Dense;

/// <summary>The dense layer on vectors, one image in each lane.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class DenseSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="DenseReference.Forward"/>
    /// <remarks>Four sums over every fourth value hide the latency; they are added up in a fixed order.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        SimdTensor input, SimdTensor weights, SimdTensor bias, SimdTensor output, ImageShape images, int units)
    {
        nint length = checked((nint)images.ImageLength);
        for (int block = 0; block < input.Blocks(images.Batch); block++)
        {
            for (int u = 0; u < units; u++)
            {
                float* x = input.Data + (block * input.BlockStride);
                float* w = weights.Data + (u * length);
                TVector s0 = TSimd.Broadcast(bias.Data[u]);
                TVector s1 = TSimd.Zero;
                TVector s2 = TSimd.Zero;
                TVector s3 = TSimd.Zero;
                nint m = 0;
                for (; m <= length - 4; m += 4)
                {
                    s0 = TSimd.FusedMultiplyAdd(TSimd.Broadcast(w[m]), TSimd.Load(x), s0);
                    s1 = TSimd.FusedMultiplyAdd(TSimd.Broadcast(w[m + 1]), TSimd.Load(x + TSimd.Count), s1);
                    s2 = TSimd.FusedMultiplyAdd(TSimd.Broadcast(w[m + 2]), TSimd.Load(x + (2 * TSimd.Count)), s2);
                    s3 = TSimd.FusedMultiplyAdd(TSimd.Broadcast(w[m + 3]), TSimd.Load(x + (3 * TSimd.Count)), s3);
                    x += 4 * TSimd.Count;
                }

                for (; m < length; m++)
                {
                    s0 = TSimd.FusedMultiplyAdd(TSimd.Broadcast(w[m]), TSimd.Load(x), s0);
                    x += TSimd.Count;
                }

                TVector sum = TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3));
                TSimd.Store(output.Data + (block * output.BlockStride) + (u * TSimd.Count), sum);
            }
        }
    }

    /// <inheritdoc cref="DenseReference.BackwardInput"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput(
        SimdTensor outputGradient, SimdTensor weights, SimdTensor inputGradient, ImageShape images, int units)
    {
        nint length = checked((nint)images.ImageLength);
        for (int block = 0; block < inputGradient.Blocks(images.Batch); block++)
        {
            float* gradient = outputGradient.Data + (block * outputGradient.BlockStride);
            float* target = inputGradient.Data + (block * inputGradient.BlockStride);
            for (nint m = 0; m < length; m++)
            {
                TVector sum = TSimd.Zero;
                float* w = weights.Data + m;
                for (int u = 0; u < units; u++)
                {
                    sum = TSimd.FusedMultiplyAdd(TSimd.Broadcast(*w), TSimd.Load(gradient + (u * TSimd.Count)), sum);
                    w += length;
                }

                TSimd.Store(target + (m * TSimd.Count), sum);
            }
        }
    }

    /// <inheritdoc cref="DenseReference.BackwardWeights"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardWeights(
        SimdTensor input,
        SimdTensor outputGradient,
        SimdTensor weightsGradient,
        SimdTensor biasGradient,
        ImageShape images,
        int units)
    {
        nint length = checked((nint)images.ImageLength);
        for (int block = 0; block < input.Blocks(images.Batch); block++)
        {
            float* x = input.Data + (block * input.BlockStride);
            TVector alive = SimdMath<TSimd, TVector>.FirstLanes(images.Batch - (block * TSimd.Count));
            for (int u = 0; u < units; u++)
            {
                TVector g = TSimd.Load(outputGradient.Data + (block * outputGradient.BlockStride) + (u * TSimd.Count));
                float* target = weightsGradient.Data + (u * length);
                for (nint m = 0; m < length; m++)
                {
                    TVector product = TSimd.Multiply(g, TSimd.Load(x + (m * TSimd.Count)));
                    float sum = TSimd.Sum(TSimd.Select(alive, product, TSimd.Zero));
                    target[m] = block > 0 ? target[m] + sum : sum;
                }

                float all = TSimd.Sum(TSimd.Select(alive, g, TSimd.Zero));
                biasGradient.Data[u] = block > 0 ? biasGradient.Data[u] + all : all;
            }
        }
    }
}
