using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Activation;

/// <summary>The activations on an accelerator; equations in <see cref="ActivationReference"/>.</summary>
/// <remarks>
/// On CUDA the exponential is <c>ex2.approx</c>: good to 2 units in the last place of exp, which moves a sigmoid by
/// less than 1e-6.
/// </remarks>
internal sealed class ActivationKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int>>
        _backward;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public ActivationKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _backward = new(() =>
            accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int>(BackwardKernel));
    }

    /// <summary>Queues gradient ← gradient·f′ for the first <paramref name="count"/> values.</summary>
    public void Backward(
        AcceleratorStream stream,
        ArrayView<float> output,
        ArrayView<float> gradient,
        long count,
        ActivationKind activation) =>
        _backward.Value(
            stream, Launch.For(_accelerator, count), output, gradient, checked((int)count), (int)activation);

    /// <summary>The sigmoid inside a kernel. Where exp(−z) overflows the quotient is 0, as it should be.</summary>
    internal static float Sigmoid(float z) => 1f / (1f + MathF.Exp(-z));

    /// <summary>f(z) inside a kernel.</summary>
    internal static float Apply(float z, int activation)
    {
        if (activation == (int)ActivationKind.Sigmoid)
        {
            return Sigmoid(z);
        }

        if (activation == (int)ActivationKind.Relu)
        {
            return z > 0 ? z : 0;
        }

        return z;
    }

    private static void BackwardKernel(ArrayView<float> output, ArrayView<float> gradient, int count, int activation)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= count)
        {
            return;
        }

        float y = output[index];
        float derivative = 1;
        if (activation == (int)ActivationKind.Sigmoid)
        {
            derivative = y * (1 - y);
        }
        else if (activation == (int)ActivationKind.Relu)
        {
            // Literals of float: of an int chosen so, ILGPU 1.5.3 takes the bits for those of a float on OpenCL.
            derivative = y > 0 ? 1f : 0f;
        }

        gradient[index] *= derivative;
    }
}
