using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Update;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations of DeepEM on one device.</summary>
/// <remarks>
/// <para>
/// Every operation is queued and ordered; none waits, allocates device memory or copies to the host, except
/// <see cref="Tensor.Download(Span{float})"/> and <see cref="Synchronize"/>. On the SIMD backend an
/// operation runs on the calling thread and has ended when the call returns.
/// </para>
/// <para>
/// Outputs are overwritten, except where "adds to" is said. A shape's batch may be smaller than the tensor's: the
/// first images are used. Every extent is checked before anything runs; a mismatch is an
/// <see cref="ArgumentException"/>. The input and output of one call never share memory, unless said.
/// </para>
/// <para>
/// Work is split by the caller into chunks of <see cref="ChunkImages"/> images that run on <see cref="Workers"/>
/// workers through <see cref="ForEach"/>. Chunks do not depend on the number of workers, and no operation sums in an
/// order that depends on it: results are the same bytes for any number of threads.
/// </para>
/// </remarks>
public interface IComputeBackend : IDisposable
{
    /// <summary>What executes the operations.</summary>
    BackendKind Kind { get; }

    /// <summary>The device in words, for example "NVIDIA H200" or "AVX-512, 2 threads".</summary>
    string DeviceName { get; }

    /// <summary>
    /// Images of a training batch that form one independent chunk: the vector's lanes on the SIMD backend,
    /// <see cref="int.MaxValue"/> (the whole batch) on a GPU.
    /// </summary>
    int ChunkImages { get; }

    /// <summary>How many items <see cref="ForEach"/> runs at the same time.</summary>
    int Workers { get; }

    /// <summary>Runs independent items and returns when all have ended.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="body">
    /// Receives the worker (0 to <see cref="Workers"/> − 1, never two at a time with the same number) and the item.
    /// </param>
    void ForEach(int count, Action<int, int> body);

    /// <summary>What can still be allocated.</summary>
    DeviceMemory Memory { get; }

    /// <summary>Allocates a flat tensor of zeros.</summary>
    /// <param name="length">Number of values.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    Tensor Allocate(long length);

    /// <summary>Allocates images of zeros.</summary>
    /// <param name="shape">Their extents.</param>
    /// <param name="layout">What they are.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    Tensor AllocateImages(ImageShape shape, ImageLayout layout);

    /// <summary>Allocates zeros in the host's memory that copies to and from the device need no staging for.</summary>
    /// <param name="length">Number of values.</param>
    /// <returns>Memory that the caller disposes.</returns>
    HostBuffer AllocateHost(int length);

    /// <summary>Waits until everything queued has ended.</summary>
    void Synchronize();

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

    /// <summary>target ← target + addend, flat tensors; adds to its target.</summary>
    /// <param name="target">Receives the sum.</param>
    /// <param name="addend">As long as the target.</param>
    void Accumulate(Tensor target, Tensor addend);

    /// <summary>Plain gradient descent: parameters ← parameters − rate·gradient.</summary>
    /// <param name="parameters">Flat; changed in place.</param>
    /// <param name="gradient">Flat, as long.</param>
    /// <param name="rate">Learning rate.</param>
    void UpdateSgd(Tensor parameters, Tensor gradient, float rate);

    /// <summary>velocity ← momentum·velocity + gradient; parameters ← parameters − rate·velocity.</summary>
    /// <param name="parameters">Flat; changed in place.</param>
    /// <param name="gradient">Flat, as long.</param>
    /// <param name="velocity">Flat, as long; changed in place.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="momentum">Share of the velocity that is kept.</param>
    void UpdateMomentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum);

    /// <summary>
    /// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p·(1−αλ) − α·(m/c₁)/(√(v/c₂) + ε), see <see cref="AdamStep"/>.
    /// </summary>
    /// <param name="parameters">p, flat; changed in place.</param>
    /// <param name="gradient">g, flat, as long.</param>
    /// <param name="firstMoment">m, flat, as long; changed in place.</param>
    /// <param name="secondMoment">v, flat, as long; changed in place.</param>
    /// <param name="constants">The constants of this step.</param>
    void UpdateAdam(
        Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants);

    /// <summary>
    /// Mean and standard deviation (N − 1) of every window, from sums of rows and columns, in time that does not
    /// depend on the box.
    /// </summary>
    /// <param name="image">1×1×H×W, micrograph layout; subtract a constant near its mean first.</param>
    /// <param name="mean">Receives 1×1×Rows×Columns, micrograph layout.</param>
    /// <param name="deviation">Receives 1×1×Rows×Columns, micrograph layout.</param>
    /// <param name="shape">The windows.</param>
    void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape);

    /// <summary>
    /// Keeps a score where it is above the threshold and beats every other score within the radius (Euclidean,
    /// inclusive; of equal scores the one later in row-major order wins) and writes −∞ everywhere else.
    /// </summary>
    /// <param name="scores">1×1×H×W, micrograph layout.</param>
    /// <param name="peaks">Receives 1×1×H×W, micrograph layout.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="radius">Distance in pixels of the score map, at least 1.</param>
    /// <param name="threshold">Scores must be greater than this.</param>
    void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold);

    /// <summary>
    /// Mean over factor×factor blocks; blocks cut by the right or bottom edge are averaged over what there is.
    /// </summary>
    /// <param name="image">1×1×H×W, micrograph layout.</param>
    /// <param name="output">Receives 1×1×⌈H/factor⌉×⌈W/factor⌉, micrograph layout.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="factor">Side of a block, at least 1.</param>
    void Binning(Tensor image, Tensor output, int height, int width, int factor);
}
