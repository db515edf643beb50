using DeepEM.Kernels.Activation;

namespace DeepEM.Kernels.Convolution;

/// <summary>Un-padded, stride-1 convolution in double precision, from the definition.</summary>
/// <remarks>
/// <code>
/// output[n,k,i,j] = f(bias[k] + Σ_c Σ_p Σ_q input[n,c,i+p,j+q]·weights[k,c,p,q])
/// inputGradient[n,c,y,x] = Σ_k Σ_p Σ_q outputGradient[n,k,y−p,x−q]·weights[k,c,p,q]
/// weightsGradient[k,c,p,q] = Σ_n Σ_i Σ_j input[n,c,i+p,j+q]·outputGradient[n,k,i,j]
/// biasGradient[k] = Σ_n Σ_i Σ_j outputGradient[n,k,i,j]
/// </code>
/// <para>
/// The filter is not flipped: what signal processing calls cross-correlation (Goodfellow, Bengio, Courville,
/// <i>Deep Learning</i>, 2016, section 9.1). Images NCHW, filters KCPQ. The loops scatter each input pixel to the
/// outputs that it feeds, where the backends gather.
/// </para>
/// </remarks>
public static class ConvolutionReference
{
    /// <summary>The forward pass.</summary>
    /// <param name="input">Images, N·C·H·W.</param>
    /// <param name="weights">Filters, K·C·P·Q.</param>
    /// <param name="bias">One value per filter, K.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="activation">f.</param>
    /// <returns>N·K·(H−P+1)·(W−Q+1) values.</returns>
    public static double[] Forward(
        double[] input, double[] weights, double[] bias, ConvolutionShape shape, ActivationKind activation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bias);

        double[] output = new double[shape.Output.Length];
        for (int index = 0; index < output.Length; index++)
        {
            output[index] = bias[index / (shape.OutHeight * shape.OutWidth) % shape.Filters];
        }

        foreach (Term term in Terms(shape))
        {
            output[term.Output] += input[term.Input] * weights[term.Weight];
        }

        return ActivationReference.Forward(output, activation);
    }

    /// <summary>The gradient by the input.</summary>
    /// <param name="outputGradient">Gradient before the activation, N·K·(H−P+1)·(W−Q+1).</param>
    /// <param name="weights">Filters, K·C·P·Q.</param>
    /// <param name="shape">The extents of the forward pass.</param>
    /// <returns>N·C·H·W values.</returns>
    public static double[] BackwardInput(double[] outputGradient, double[] weights, ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        ArgumentNullException.ThrowIfNull(weights);

        double[] inputGradient = new double[shape.Input.Length];
        foreach (Term term in Terms(shape))
        {
            inputGradient[term.Input] += outputGradient[term.Output] * weights[term.Weight];
        }

        return inputGradient;
    }

    /// <summary>The gradients by the weights and the bias.</summary>
    /// <param name="input">Images of the forward pass, N·C·H·W.</param>
    /// <param name="outputGradient">Gradient before the activation, N·K·(H−P+1)·(W−Q+1).</param>
    /// <param name="shape">The extents of the forward pass.</param>
    /// <returns>K·C·P·Q values by the weights and K values by the bias.</returns>
    public static (double[] Weights, double[] Bias) BackwardWeights(
        double[] input, double[] outputGradient, ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(outputGradient);

        double[] weightsGradient = new double[shape.WeightsLength];
        foreach (Term term in Terms(shape))
        {
            weightsGradient[term.Weight] += input[term.Input] * outputGradient[term.Output];
        }

        double[] biasGradient = new double[shape.Filters];
        for (int index = 0; index < shape.Output.Length; index++)
        {
            biasGradient[index / (shape.OutHeight * shape.OutWidth) % shape.Filters] += outputGradient[index];
        }

        return (weightsGradient, biasGradient);
    }

    // Every triple (input pixel, weight, output pixel) that the equations multiply: y = i + p and x = j + q.
    private static IEnumerable<Term> Terms(ConvolutionShape shape)
    {
        int input = 0;
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int c = 0; c < shape.InChannels; c++)
            {
                for (int y = 0; y < shape.InHeight; y++)
                {
                    for (int x = 0; x < shape.InWidth; x++, input++)
                    {
                        foreach ((int weight, int output) in Uses(shape, n, c, y, x))
                        {
                            yield return new Term(input, weight, output);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Weight, int Output)> Uses(ConvolutionShape shape, int n, int c, int y, int x)
    {
        for (int k = 0; k < shape.Filters; k++)
        {
            for (int p = 0; p < shape.FilterHeight; p++)
            {
                for (int q = 0; q < shape.FilterWidth; q++)
                {
                    int i = y - p;
                    int j = x - q;
                    if (i >= 0 && i < shape.OutHeight && j >= 0 && j < shape.OutWidth)
                    {
                        yield return (
                            q + (shape.FilterWidth * (p + (shape.FilterHeight * (c + (shape.InChannels * k))))),
                            j + (shape.OutWidth * (i + (shape.OutHeight * (k + (shape.Filters * n))))));
                    }
                }
            }
        }
    }

    private readonly record struct Term(int Input, int Weight, int Output);
}
