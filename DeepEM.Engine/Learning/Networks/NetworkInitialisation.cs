using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Activation;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>First values of a network's parameters. Every kernel draws its own numbers; biases are 0.</summary>
public static class NetworkInitialisation
{
    /// <summary>Draws the parameters that suit the activation.</summary>
    /// <remarks>
    /// <para>
    /// Sigmoid, as published: kernels U(−a, a) with a = √(6 / (fan_in + fan_out)), fan_in = input maps · k²,
    /// fan_out = output maps · k²; output weights U(−b, b) with b = √(6 / (1 + inputs)).
    /// </para>
    /// <para>
    /// Rectifier: normal with standard deviation √(2 / fan_in) (He et al., ICCV 2015, equation 10); output weights
    /// √(1 / inputs).
    /// </para>
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="random">Source of the numbers; advanced.</param>
    /// <returns>All parameters, in the order of <see cref="ParameterBlock.Of"/>.</returns>
    public static float[] Draw(NetworkDescription network, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(random);
        float[] parameters = new float[network.ParameterCount];
        bool published = network.Activation == ActivationKind.Sigmoid;
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(network);
        foreach (ParameterBlock block in blocks)
        {
            bool output = block.Offset == blocks[^1].Offset;
            int area = block.Side * block.Side;
            double fanIn = block.Channels * area;
            double fanOut = output ? 1 : block.Units * area;
            double limit = Math.Sqrt(6 / (fanIn + fanOut));
            double deviation = Math.Sqrt((output ? 1 : 2) / fanIn);
            for (int i = block.Offset; i < block.BiasOffset; i++)
            {
                parameters[i] =
                    (float)(published ? random.NextDouble(-limit, limit) : deviation * random.NextGaussian());
            }
        }

        return parameters;
    }
}
