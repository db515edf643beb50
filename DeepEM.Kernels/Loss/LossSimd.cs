using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Loss;

/// <summary>The losses on the host; one value an image, so plain loops do.</summary>
internal static unsafe class LossSimd
{
    /// <inheritdoc cref="LossReference.Evaluate"/>
    public static void Evaluate(
        SimdTensor logits,
        SimdTensor targets,
        SimdTensor sampleWeights,
        SimdTensor losses,
        SimdTensor gradient,
        int count,
        LossKind kind)
    {
        for (int n = 0; n < count; n++)
        {
            float z = logits.Data[n];
            float y = targets.Data[n];
            float w = sampleWeights.Data[n];
            float s = 1 / (1 + MathF.Exp(-z));
            (float loss, float slope) = kind switch
            {
                LossKind.HalfSquaredError => (0.5f * (s - y) * (s - y), (s - y) * s * (1 - s)),
                LossKind.Sigmoid => (y + ((1 - (2 * y)) * s), (1 - (2 * y)) * s * (1 - s)),
                _ => (MathF.Max(z, 0) - (z * y) + Log1PlusExp(-MathF.Abs(z)), s - y),
            };
            losses.Data[n] = w * loss;
            gradient.Data[n] = w * slope;
        }

        // The lanes of the last block that hold no image must not add to any gradient.
        for (int n = count; n < losses.Blocks(count) * losses.Interleaved; n++)
        {
            losses.Data[n] = 0;
            gradient.Data[n] = 0;
        }
    }

    // log(1 + e) = 2·artanh(e / (2 + e)), which stays exact where 1 + e would round e away.
    private static float Log1PlusExp(float x)
    {
        float e = MathF.Exp(x);
        return 2 * MathF.Atanh(e / (2 + e));
    }
}
