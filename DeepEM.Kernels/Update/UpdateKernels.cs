using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Update;

/// <summary>The parameter updates on an accelerator; equations in <see cref="UpdateReference"/>.</summary>
/// <remarks>One thread for each parameter. Launches are queued; the backend has checked every length.</remarks>
internal sealed class UpdateKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int>>
        _accumulate;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, float>>
        _sgd;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, int, float, float>> _momentum;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, int, AdamStep>> _adam;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public UpdateKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _accumulate = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int>(AccumulateKernel));
        _sgd = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, float>(SgdKernel));
        _momentum = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int,
            float, float>(MomentumKernel));
        _adam = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, int, AdamStep>(AdamKernel));
    }

    /// <summary>Queues target ← target + addend.</summary>
    public void Accumulate(AcceleratorStream stream, ArrayView<float> target, ArrayView<float> addend) =>
        _accumulate.Value(stream, Launch.For(_accelerator, target.Length), target, addend, target.IntLength);

    /// <summary>Queues parameters ← parameters − rate·gradient.</summary>
    public void Sgd(AcceleratorStream stream, ArrayView<float> parameters, ArrayView<float> gradient, float rate) =>
        _sgd.Value(
            stream,
            Launch.For(_accelerator, parameters.Length),
            parameters,
            gradient,
            parameters.IntLength,
            rate);

    /// <summary>Queues velocity ← momentum·velocity + gradient; parameters ← parameters − rate·velocity.</summary>
    public void Momentum(
        AcceleratorStream stream,
        ArrayView<float> parameters,
        ArrayView<float> gradient,
        ArrayView<float> velocity,
        float rate,
        float momentum) =>
        _momentum.Value(
            stream,
            Launch.For(_accelerator, parameters.Length),
            parameters,
            gradient,
            velocity,
            parameters.IntLength,
            rate,
            momentum);

    /// <summary>Queues one Adam step with decoupled decay.</summary>
    public void Adam(
        AcceleratorStream stream,
        ArrayView<float> parameters,
        ArrayView<float> gradient,
        ArrayView<float> firstMoment,
        ArrayView<float> secondMoment,
        AdamStep constants) =>
        _adam.Value(
            stream,
            Launch.For(_accelerator, parameters.Length),
            parameters,
            gradient,
            firstMoment,
            secondMoment,
            parameters.IntLength,
            constants);

    private static void AccumulateKernel(ArrayView<float> target, ArrayView<float> addend, int count)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            target[index] += addend[index];
        }
    }

    private static void SgdKernel(ArrayView<float> parameters, ArrayView<float> gradient, int count, float rate)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            parameters[index] -= rate * gradient[index];
        }
    }

    private static void MomentumKernel(
        ArrayView<float> parameters,
        ArrayView<float> gradient,
        ArrayView<float> velocity,
        int count,
        float rate,
        float momentum)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            float next = (momentum * velocity[index]) + gradient[index];
            velocity[index] = next;
            parameters[index] -= rate * next;
        }
    }

    private static void AdamKernel(
        ArrayView<float> parameters,
        ArrayView<float> gradient,
        ArrayView<float> firstMoment,
        ArrayView<float> secondMoment,
        int count,
        AdamStep constants)
    {
        int index = Grid.GlobalIndex.X;
        if (index < count)
        {
            float g = gradient[index];
            float m = (constants.Beta1 * firstMoment[index]) + ((1f - constants.Beta1) * g);
            float v = (constants.Beta2 * secondMoment[index]) + ((1f - constants.Beta2) * g * g);
            firstMoment[index] = m;
            secondMoment[index] = v;

            float root = MathF.Sqrt(v / constants.Correction2) + constants.Epsilon;
            float decayed = parameters[index] * (1f - (constants.LearningRate * constants.WeightDecay));
            parameters[index] = decayed - (constants.LearningRate * (m / constants.Correction1) / root);
        }
    }
}
