using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Loss;

/// <summary>The losses on logits on an accelerator; equations in <see cref="LossReference"/>.</summary>
internal sealed class LossKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>> _evaluate;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public LossKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _evaluate = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, int, int>(EvaluateKernel));
    }

    /// <summary>Queues the weighted losses and derivatives of <paramref name="count"/> images.</summary>
    public void Evaluate(
        AcceleratorStream stream,
        ArrayView<float> logits,
        ArrayView<float> targets,
        ArrayView<float> sampleWeights,
        ArrayView<float> losses,
        ArrayView<float> gradient,
        int count,
        LossKind kind) =>
        _evaluate.Value(
            stream,
            Launch.For(_accelerator, count),
            logits,
            targets,
            sampleWeights,
            losses,
            gradient,
            count,
            (int)kind);

    private static void EvaluateKernel(
        ArrayView<float> logits,
        ArrayView<float> targets,
        ArrayView<float> sampleWeights,
        ArrayView<float> losses,
        ArrayView<float> gradient,
        int count,
        int kind)
    {
        int n = Grid.GlobalIndex.X;
        if (n >= count)
        {
            return;
        }

        float z = logits[n];
        float y = targets[n];

        // exp of a negative number never overflows; s and 1 − s both follow from it without cancellation.
        float e = MathF.Exp(z < 0 ? z : -z);
        float s = z < 0 ? e / (1f + e) : 1f / (1f + e);
        float difference = s - y;
        float loss;
        float derivative;
        if (kind == (int)LossKind.HalfSquaredError)
        {
            loss = 0.5f * difference * difference;
            derivative = difference * e / ((1f + e) * (1f + e));
        }
        else if (kind == (int)LossKind.Sigmoid)
        {
            loss = y + ((1f - (2f * y)) * s);
            derivative = (1f - (2f * y)) * e / ((1f + e) * (1f + e));
        }
        else
        {
            loss = (z > 0 ? z : 0) - (z * y) + MathF.Log(1f + e);
            derivative = difference;
        }

        losses[n] = sampleWeights[n] * loss;
        gradient[n] = sampleWeights[n] * derivative;
    }
}
