using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>A network applied to a batch of separate windows, forward and backward.</summary>
/// <remarks>
/// Holds the activations of one batch, so one object serves one worker at a time. Nothing is allocated after the
/// constructor.
/// </remarks>
public sealed class WindowNetwork : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly int _firstStage;
    private readonly Tensor[] _convolved;
    private readonly Tensor[] _pooled;
    private readonly Tensor[] _convolvedGradients = [];
    private readonly Tensor[] _pooledGradients = [];

    // Those of the last call.
    private int _count;
    private IReadOnlyList<ConvolutionShape> _shapes;

    /// <summary>Allocates what a batch needs.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Most windows in one call.</param>
    /// <param name="training">True when <see cref="Backward"/> will be called.</param>
    /// <param name="firstStage">
    /// Number of the stage that <see cref="Input"/> goes into; the caller has computed those before it. 0 for training.
    /// </param>
    /// <exception cref="ArgumentException">Training is to begin after the first stage.</exception>
    public WindowNetwork(
        IComputeBackend backend, NetworkDescription network, int batch, bool training, int firstStage = 0)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstStage, network.Stages.Count);
        if (training && firstStage > 0)
        {
            throw new ArgumentException("All stages are trained together.", nameof(firstStage));
        }

        _backend = backend;
        _network = network;
        _firstStage = firstStage;
        Capacity = batch;

        IReadOnlyList<ConvolutionShape> shapes = network.ConvolutionShapes(batch);
        (_count, _shapes) = (batch, shapes);
        Input = firstStage == 0
            ? backend.AllocateImages(
                new ImageShape(batch, 1, network.InputSide, network.InputSide), ImageLayout.Patches)
            : AllocatePooled(firstStage - 1, shapes[firstStage - 1]);
        Logits = Scalars();
        _convolved =
            [.. shapes.Skip(firstStage).Select(s => backend.AllocateImages(s.Output, ImageLayout.Patches))];
        _pooled = [.. shapes.Skip(firstStage).Select((s, i) => AllocatePooled(firstStage + i, s))];
        LogitsGradient = Scalars();
        if (training)
        {
            _convolvedGradients = [.. shapes.Select(s => backend.AllocateImages(s.Output, ImageLayout.Patches))];
            _pooledGradients = [.. shapes.Select((s, i) => AllocatePooled(i, s))];
        }
    }

    /// <summary>Most windows in one call.</summary>
    public int Capacity { get; }

    /// <summary>
    /// The windows, N×1×side×side, or the maps that the first stage takes; fill before <see cref="Forward"/>.
    /// </summary>
    public Tensor Input { get; }

    /// <summary>What the output unit gave before its sigmoid, N×1×1×1.</summary>
    public Tensor Logits { get; }

    /// <summary>Gradient of the loss by the logits, N×1×1×1; fill before <see cref="Backward"/>.</summary>
    public Tensor LogitsGradient { get; }

    /// <summary>Computes <see cref="Logits"/> of the first windows.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="count">Windows, at most <see cref="Capacity"/>.</param>
    public void Forward(NetworkParameters parameters, int count)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        IReadOnlyList<ConvolutionShape> shapes = Shapes(count);
        Tensor input = Input;
        for (int s = _firstStage; s < shapes.Count; s++)
        {
            Tensor convolved = _convolved[s - _firstStage];
            Tensor pooled = _pooled[s - _firstStage];
            _backend.Layers.ConvolutionForward(
                input, parameters.Weights(s), parameters.Biases(s), convolved, shapes[s], _network.Activation);
            _backend.Layers.PoolingForward(convolved, pooled, _network.PoolingShape(s, shapes[s]), _network.Pooling);
            input = pooled;
        }

        _backend.Layers.DenseForward(
            input,
            parameters.Weights(shapes.Count),
            parameters.Biases(shapes.Count),
            Logits,
            DenseInput(count),
            units: 1);
    }

    /// <summary>Computes the gradient by all parameters of the windows last given to <see cref="Forward"/>.</summary>
    /// <param name="parameters">The parameters of the forward pass.</param>
    /// <param name="gradient">Overwritten with Σ_n LogitsGradient[n]·dLogits[n]/dparameters.</param>
    /// <param name="count">Windows of the forward pass.</param>
    /// <exception cref="InvalidOperationException">The object was not made for training.</exception>
    public void Backward(NetworkParameters parameters, NetworkParameters gradient, int count)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        if (_firstStage > 0 || _convolvedGradients.Length != _convolved.Length)
        {
            throw new InvalidOperationException("This network was made for scoring, not for training.");
        }

        IReadOnlyList<ConvolutionShape> shapes = Shapes(count);
        int last = shapes.Count;
        _backend.Layers.DenseBackwardWeights(
            _pooled[^1], LogitsGradient, gradient.Weights(last), gradient.Biases(last), DenseInput(count), units: 1);
        _backend.Layers.DenseBackwardInput(
            LogitsGradient, parameters.Weights(last), _pooledGradients[^1], DenseInput(count), units: 1);

        for (int s = last - 1; s >= 0; s--)
        {
            _backend.Layers.PoolingBackward(
                _convolved[s],
                _pooledGradients[s],
                _convolvedGradients[s],
                _network.PoolingShape(s, shapes[s]),
                _network.Pooling);
            _backend.Layers.ActivationBackward(
                _convolved[s], _convolvedGradients[s], shapes[s].Output, _network.Activation);
            _backend.Layers.ConvolutionBackwardWeights(
                s == 0 ? Input : _pooled[s - 1],
                _convolvedGradients[s],
                gradient.Weights(s),
                gradient.Biases(s),
                shapes[s]);
            if (s > 0)
            {
                _backend.Layers.ConvolutionBackwardInput(
                    _convolvedGradients[s], parameters.Weights(s), _pooledGradients[s - 1], shapes[s]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor[] all =
        [
            Input, Logits, LogitsGradient, .. _convolved, .. _pooled, .. _convolvedGradients, .. _pooledGradients,
        ];
        foreach (Tensor tensor in all)
        {
            tensor.Dispose();
        }
    }

    private IReadOnlyList<ConvolutionShape> Shapes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        if (count != _count)
        {
            (_count, _shapes) = (count, _network.ConvolutionShapes(count));
        }

        return _shapes;
    }

    private ImageShape DenseInput(int count) =>
        new(count, _network.OutputMaps, _network.OutputSide, _network.OutputSide);

    private Tensor Scalars() => _backend.AllocateImages(new ImageShape(Capacity, 1, 1, 1), ImageLayout.Patches);

    private Tensor AllocatePooled(int stage, ConvolutionShape convolution)
    {
        PoolingShape shape = _network.PoolingShape(stage, convolution);
        return _backend.AllocateImages(shape.Output, ImageLayout.Patches);
    }
}
