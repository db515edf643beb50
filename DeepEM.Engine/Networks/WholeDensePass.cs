using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Networks;

/// <summary>One operation after the other over the whole image, as suits a device.</summary>
internal sealed class WholeDensePass : IDensePass
{
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly DensePlan _plan;
    private readonly Tensor[] _pooled;
    private readonly Tensor[] _convolved;
    private readonly Tensor _image;
    private readonly Tensor _logits;
    private readonly float[] _pixels;
    private readonly float[] _fragments;

    /// <summary>Allocates what an image needs.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="network">The network.</param>
    /// <param name="plan">The extents.</param>
    public WholeDensePass(IComputeBackend backend, NetworkDescription network, DensePlan plan)
    {
        _backend = backend;
        _network = network;
        _plan = plan;
        _image = Allocate(plan.Convolutions[0].Input);
        _convolved = [.. plan.Convolutions.Select(c => Allocate(c.Output))];
        _pooled = [.. plan.Poolings.Select(p => Allocate(p.Output))];
        _logits = Allocate(plan.Output.Output);
        _pixels = new float[_image.Length];
        _fragments = new float[_logits.Length];
    }

    /// <inheritdoc/>
    public void Score(NetworkParameters parameters, ImageRowSource image, float[] logits)
    {
        image(0, _pixels);
        _image.Upload(_pixels);
        int stages = _convolved.Length;
        Tensor input = _image;
        for (int s = 0; s < stages; s++)
        {
            (ConvolutionShape convolution, PoolingShape pooling) = (_plan.Convolutions[s], _plan.Poolings[s]);
            _backend.ConvolutionForward(
                input, parameters.Weights(s), parameters.Biases(s), _convolved[s], convolution, _network.Activation);
            _backend.PoolingForward(_convolved[s], _pooled[s], pooling, _network.Pooling);
            input = _pooled[s];
        }

        _backend.ConvolutionForward(
            input,
            parameters.Weights(stages),
            parameters.Biases(stages),
            _logits,
            _plan.Output,
            ActivationKind.Identity);
        _logits.Download(_fragments);
        _plan.Interleave(_fragments, 0, _plan.Output.Batch, 0, _plan.Output.OutHeight, logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor[] all = [_image, _logits, .. _convolved, .. _pooled];
        foreach (Tensor tensor in all)
        {
            tensor.Dispose();
        }
    }

    private Tensor Allocate(ImageShape shape) => _backend.AllocateImages(shape, ImageLayout.Micrograph);
}
