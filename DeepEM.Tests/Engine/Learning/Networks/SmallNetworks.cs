using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Tests.Engine.Learning.Networks;

/// <summary>Networks small enough for ILGPU's CPU accelerator, with every kind of layer and odd extents.</summary>
internal static class SmallNetworks
{
    /// <summary>Sigmoid and mean pooling by 3, then 2: 22 px.</summary>
    public static NetworkDescription Published { get; } = new(
        22,
        [new ConvolutionStage(3, 5, 3), new ConvolutionStage(4, 3, 2)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    /// <summary>Rectifier and maximum pooling by 2, three times: 24 px.</summary>
    public static NetworkDescription Default { get; } = new(
        24,
        [new ConvolutionStage(3, 5, 2), new ConvolutionStage(5, 3, 2), new ConvolutionStage(6, 3, 2)],
        ActivationKind.Relu,
        PoolingKind.Max);

    /// <summary>The first two of three poolings leave a row and a column over: 31 px.</summary>
    public static NetworkDescription Untiled { get; } = new(
        31,
        [new ConvolutionStage(3, 5, 2), new ConvolutionStage(5, 3, 2), new ConvolutionStage(6, 2, 2)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    public static float[] Parameters(NetworkDescription network, long seed)
    {
        var random = new RandomSource(seed);
        float[] parameters = NetworkInitialisation.Draw(network, random);

        // Biases begin at zero, which would hide a bias that is left out.
        foreach (ParameterBlock block in ParameterBlock.Of(network))
        {
            for (int i = block.BiasOffset; i < block.End; i++)
            {
                parameters[i] = (float)random.NextDouble(-0.2, 0.2);
            }
        }

        return parameters;
    }

    public static float[] Noise(int count, long seed)
    {
        var random = new RandomSource(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextGaussian();
        }

        return values;
    }
}
