using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Dense;

/// <summary>The dense layer in double precision, from the definition.</summary>
/// <remarks>
/// <code>
/// output[n,u] = bias[u] + Σ_m input[n,m]·weights[u,m]
/// inputGradient[n,m] = Σ_u outputGradient[n,u]·weights[u,m]
/// weightsGradient[u,m] = Σ_n outputGradient[n,u]·input[n,m]
/// biasGradient[u] = Σ_n outputGradient[n,u]
/// </code>
/// <para>m runs over the C·H·W values of an image, n over the images, u over the units.</para>
/// </remarks>
public static class DenseReference
{
    /// <summary>The forward pass.</summary>
    /// <param name="input">Images, N·C·H·W.</param>
    /// <param name="weights">U·C·H·W.</param>
    /// <param name="bias">U.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    /// <returns>N·U values.</returns>
    public static double[] Forward(double[] input, double[] weights, double[] bias, ImageShape images, int units)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bias);

        double[] output = new double[images.Batch * units];
        for (int index = 0; index < output.Length; index++)
        {
            output[index] = bias[index % units];
        }

        foreach ((int n, int m, int u) in Terms(images, units))
        {
            output[(n * units) + u] += input[(n * images.ImageLength) + m] * weights[(u * images.ImageLength) + m];
        }

        return output;
    }

    /// <summary>The gradient by the input.</summary>
    /// <param name="outputGradient">N·U.</param>
    /// <param name="weights">U·C·H·W.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    /// <returns>N·C·H·W values.</returns>
    public static double[] BackwardInput(double[] outputGradient, double[] weights, ImageShape images, int units)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        ArgumentNullException.ThrowIfNull(weights);

        double[] inputGradient = new double[images.Length];
        foreach ((int n, int m, int u) in Terms(images, units))
        {
            inputGradient[(n * images.ImageLength) + m] +=
                outputGradient[(n * units) + u] * weights[(u * images.ImageLength) + m];
        }

        return inputGradient;
    }

    /// <summary>The gradients by the weights and the bias.</summary>
    /// <param name="input">Images of the forward pass, N·C·H·W.</param>
    /// <param name="outputGradient">N·U.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    /// <returns>U·C·H·W values by the weights and U by the bias.</returns>
    public static (double[] Weights, double[] Bias) BackwardWeights(
        double[] input, double[] outputGradient, ImageShape images, int units)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(outputGradient);

        double[] weightsGradient = new double[units * images.ImageLength];
        foreach ((int n, int m, int u) in Terms(images, units))
        {
            weightsGradient[(u * images.ImageLength) + m] +=
                outputGradient[(n * units) + u] * input[(n * images.ImageLength) + m];
        }

        double[] biasGradient = new double[units];
        for (int index = 0; index < images.Batch * units; index++)
        {
            biasGradient[index % units] += outputGradient[index];
        }

        return (weightsGradient, biasGradient);
    }

    private static IEnumerable<(int Image, int Value, int Unit)> Terms(ImageShape images, int units)
    {
        for (int n = 0; n < images.Batch; n++)
        {
            for (int m = 0; m < images.ImageLength; m++)
            {
                for (int u = 0; u < units; u++)
                {
                    yield return (n, m, u);
                }
            }
        }
    }
}
