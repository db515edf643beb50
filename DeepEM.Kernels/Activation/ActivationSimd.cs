using System.Runtime.CompilerServices;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Activation;

/// <summary>The activations on whole vectors; rectifiers are part of the convolution itself.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ActivationSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>values ← 1 / (1 + exp(−values)).</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="vectors">How many vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid(float* values, nint vectors)
    {
        for (; vectors > 0; vectors--)
        {
            TSimd.Store(values, SimdMath<TSimd, TVector>.Sigmoid(TSimd.Load(values)));
            values += TSimd.Count;
        }
    }

    /// <summary>values ← max(0, values); NaN stays.</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="vectors">How many vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectify(float* values, nint vectors)
    {
        for (; vectors > 0; vectors--)
        {
            TSimd.Store(values, TSimd.Max(TSimd.Zero, TSimd.Load(values)));
            values += TSimd.Count;
        }
    }

    /// <inheritdoc cref="ActivationReference.Backward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        SimdTensor output, SimdTensor gradient, ImageShape images, ActivationKind activation)
    {
        float* y = output.Data;
        float* g = gradient.Data;

        // Rows are whole vectors in both layouts, so what pads them is simply computed along.
        nint length = output.Blocks(images.Batch) * output.BlockStride;
        switch (activation)
        {
            case ActivationKind.Sigmoid:
                TVector one = TSimd.Broadcast(1);
                for (nint index = 0; index < length; index += TSimd.Count)
                {
                    TVector value = TSimd.Load(y + index);
                    TVector slope = TSimd.Multiply(value, TSimd.Subtract(one, value));
                    TSimd.Store(g + index, TSimd.Multiply(TSimd.Load(g + index), slope));
                }

                break;
            case ActivationKind.Relu:
                for (nint index = 0; index < length; index += TSimd.Count)
                {
                    TVector passes = TSimd.GreaterThan(TSimd.Load(y + index), TSimd.Zero);
                    TSimd.Store(g + index, TSimd.Select(passes, TSimd.Load(g + index), TSimd.Zero));
                }

                break;
            default:
                break;
        }
    }
}
