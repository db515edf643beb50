using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Kernels.Backends;

/// <summary>The layers of networks, forward and backward, and the loss.</summary>
/// <remarks>What all operations have in common is said at <see cref="IComputeBackend"/>.</remarks>
public interface ILayerOperations
{
    /// <summary>
    /// output[n,k,i,j] = f(bias[k] + Σ_c Σ_p Σ_q input[n,c,i+p,j+q]·weights[k,c,p,q]), f the activation.
    /// </summary>
    /// <param name="input">Images, N×C×H×W.</param>
    /// <param name="weights">Filters, flat, K·C·P·Q.</param>
    /// <param name="bias">One value per filter, flat, K.</param>
    /// <param name="output">Receives N×K×(H−P+1)×(W−Q+1), in the input's layout.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="activation">Applied to each value on the way out.</param>
    void ConvolutionForward(
        Tensor input,
        Tensor weights,
        Tensor bias,
        Tensor output,
        ConvolutionShape shape,
        ActivationKind activation);

    /// <summary>inputGradient[n,c,y,x] = Σ_k Σ_p Σ_q outputGradient[n,k,y−p,x−q]·weights[k,c,p,q].</summary>
    /// <param name="outputGradient">Gradient before the activation, N×K×(H−P+1)×(W−Q+1), patches layout.</param>
    /// <param name="weights">Filters, flat, K·C·P·Q.</param>
    /// <param name="inputGradient">Receives N×C×H×W, patches layout.</param>
    /// <param name="shape">The extents used in the forward pass.</param>
    void ConvolutionBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ConvolutionShape shape);

    /// <summary>
    /// weightsGradient[k,c,p,q] = Σ_n Σ_i Σ_j input[n,c,i+p,j+q]·outputGradient[n,k,i,j];
    /// biasGradient[k] = Σ_n Σ_i Σ_j outputGradient[n,k,i,j].
    /// </summary>
    /// <param name="input">Images of the forward pass, N×C×H×W, patches layout.</param>
    /// <param name="outputGradient">Gradient before the activation, N×K×(H−P+1)×(W−Q+1), patches layout.</param>
    /// <param name="weightsGradient">Receives K·C·P·Q values, flat.</param>
    /// <param name="biasGradient">Receives K values, flat.</param>
    /// <param name="shape">The extents used in the forward pass.</param>
    void ConvolutionBackwardWeights(
        Tensor input, Tensor outputGradient, Tensor weightsGradient, Tensor biasGradient, ConvolutionShape shape);

    /// <summary>gradient ← gradient·f′, with f′ from the activation's output, in place.</summary>
    /// <param name="output">What the activation gave, f(z).</param>
    /// <param name="gradient">In: gradient by f(z). Out: gradient by z.</param>
    /// <param name="images">Extents of both.</param>
    /// <param name="activation">The activation, f.</param>
    void ActivationBackward(Tensor output, Tensor gradient, ImageShape images, ActivationKind activation);

    /// <summary>Pools images; see <see cref="PoolingShape"/> for the equations.</summary>
    /// <param name="input">Images, N×C×H×W.</param>
    /// <param name="output">Receives <see cref="PoolingShape.Output"/>, in the input's layout.</param>
    /// <param name="shape">The extents; fragments need the micrograph layout.</param>
    /// <param name="kind">Mean or maximum.</param>
    void PoolingForward(Tensor input, Tensor output, PoolingShape shape, PoolingKind kind);

    /// <summary>Gradient of ordinary pooling; inputs outside every window receive zero.</summary>
    /// <param name="input">What was pooled, N×C×H×W, patches layout (read for the maximum only).</param>
    /// <param name="outputGradient">Gradient by the pooled values.</param>
    /// <param name="inputGradient">Receives N×C×H×W.</param>
    /// <param name="shape">The extents of the forward pass, without fragments.</param>
    /// <param name="kind">Mean or maximum.</param>
    void PoolingBackward(
        Tensor input, Tensor outputGradient, Tensor inputGradient, PoolingShape shape, PoolingKind kind);

    /// <summary>output[n,u] = bias[u] + Σ_m input[n,m]·weights[u,m], m over C·H·W.</summary>
    /// <param name="input">Images, N×C×H×W, patches layout.</param>
    /// <param name="weights">Flat, U·C·H·W.</param>
    /// <param name="bias">Flat, U.</param>
    /// <param name="output">Receives N×U×1×1, patches layout.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    void DenseForward(Tensor input, Tensor weights, Tensor bias, Tensor output, ImageShape images, int units);

    /// <summary>inputGradient[n,m] = Σ_u outputGradient[n,u]·weights[u,m].</summary>
    /// <param name="outputGradient">N×U×1×1, patches layout.</param>
    /// <param name="weights">Flat, U·C·H·W.</param>
    /// <param name="inputGradient">Receives N×C×H×W, patches layout.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    void DenseBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ImageShape images, int units);

    /// <summary>
    /// weightsGradient[u,m] = Σ_n outputGradient[n,u]·input[n,m]; biasGradient[u] = Σ_n outputGradient[n,u].
    /// </summary>
    /// <param name="input">N×C×H×W, patches layout.</param>
    /// <param name="outputGradient">N×U×1×1, patches layout.</param>
    /// <param name="weightsGradient">Receives U·C·H·W values, flat.</param>
    /// <param name="biasGradient">Receives U values, flat.</param>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    void DenseBackwardWeights(
        Tensor input,
        Tensor outputGradient,
        Tensor weightsGradient,
        Tensor biasGradient,
        ImageShape images,
        int units);

    /// <summary>losses[n] = w[n]·l(logits[n], targets[n]) and gradient[n] = w[n]·dl/dz.</summary>
    /// <param name="logits">N×1×1×1, patches layout.</param>
    /// <param name="targets">N×1×1×1, 1 for particles and 0 for everything else.</param>
    /// <param name="sampleWeights">N×1×1×1, w; 1/N for the mean over a batch, 0 for images that do not count.</param>
    /// <param name="losses">Receives N×1×1×1.</param>
    /// <param name="gradient">Receives N×1×1×1.</param>
    /// <param name="count">N.</param>
    /// <param name="kind">Which loss.</param>
    void Loss(
        Tensor logits,
        Tensor targets,
        Tensor sampleWeights,
        Tensor losses,
        Tensor gradient,
        int count,
        LossKind kind);
}
