using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>One operation after the other over the whole image, as suits a device.</summary>
/// <remarks>The rows of an image are put in place by all threads of the host, in memory that the device copies from.
/// </remarks>
internal sealed class WholeDensePass : IDensePass
{
    // Rows of the image that a thread puts in place at a time.
    private const int ImageBand = 64;

    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly DensePlan _plan;
    private readonly Tensor[] _pooled;
    private readonly Tensor[] _convolved;
    private readonly Tensor _image = null!;
    private readonly Tensor _logits = null!;
    private readonly HostBuffer _pixels = null!;
    private readonly HostBuffer _fragments = null!;

    /// <summary>Allocates what an image needs.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="network">The network.</param>
    /// <param name="plan">The extents.</param>
    public WholeDensePass(IComputeBackend backend, NetworkDescription network, DensePlan plan)
    {
        _backend = backend;
        _network = network;
        _plan = plan;
        _convolved = new Tensor[plan.Convolutions.Count];
        _pooled = new Tensor[plan.Poolings.Count];
        try
        {
            _image = Allocate(plan.Convolutions[0].Input);
            for (int s = 0; s < _convolved.Length; s++)
            {
                _convolved[s] = Allocate(plan.Convolutions[s].Output);
                _pooled[s] = Allocate(plan.Poolings[s].Output);
            }

            _logits = Allocate(plan.Output.Output);
            _pixels = backend.AllocateHost((int)_image.Length);
            _fragments = backend.AllocateHost((int)_logits.Length);
        }
        catch (DeviceOutOfMemoryException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes on the device of all that an image needs.</summary>
    /// <param name="plan">The extents.</param>
    public static long Bytes(DensePlan plan) => sizeof(float) * Lengths(plan).Sum();

    /// <summary>Bytes of the largest tensor among them.</summary>
    /// <param name="plan">The extents.</param>
    public static long LargestBytes(DensePlan plan) => sizeof(float) * Lengths(plan).Max();

    /// <inheritdoc/>
    public void Load(ImageRowSource image)
    {
        int width = _plan.InputWidth;
        int bands = (_plan.InputHeight + ImageBand - 1) / ImageBand;
        Parallel.For(0, bands, band =>
        {
            int first = band * ImageBand;
            int rows = Math.Min(ImageBand, _plan.InputHeight - first);
            image(first, _pixels.Values.Slice(first * width, rows * width));
        });
        _image.Upload(_pixels, _pixels.Length);
    }

    /// <inheritdoc/>
    public void Score(NetworkParameters parameters, float[] logits)
    {
        int stages = _convolved.Length;
        Tensor input = _image;
        for (int s = 0; s < stages; s++)
        {
            (ConvolutionShape convolution, PoolingShape pooling) = (_plan.Convolutions[s], _plan.Poolings[s]);
            _backend.Layers.ConvolutionForward(
                input, parameters.Weights(s), parameters.Biases(s), _convolved[s], convolution, _network.Activation);
            _backend.Layers.PoolingForward(_convolved[s], _pooled[s], pooling, _network.Pooling);
            input = _pooled[s];
        }

        _backend.Layers.ConvolutionForward(
            input,
            parameters.Weights(stages),
            parameters.Biases(stages),
            _logits,
            _plan.Output,
            ActivationKind.Identity);
        _logits.Download(_fragments, _fragments.Length);
        _plan.Interleave(_fragments.Values, 0, _plan.Output.Batch, 0, _plan.Output.OutHeight, logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Those that came before the one that found no room.
        IDisposable?[] all = [_image, _logits, _pixels, _fragments, .. _convolved, .. _pooled];
        foreach (IDisposable? each in all)
        {
            each?.Dispose();
        }
    }

    private static IEnumerable<long> Lengths(DensePlan plan) =>
    [
        plan.Convolutions[0].Input.Length,
        plan.Output.Output.Length,
        .. plan.Convolutions.Select(convolution => convolution.Output.Length),
        .. plan.Poolings.Select(pooling => pooling.Output.Length),
    ];

    private Tensor Allocate(ImageShape shape) => _backend.AllocateImages(shape, ImageLayout.Micrograph);
}
