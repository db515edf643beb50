using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Networks;

/// <summary>A network run once over an image, giving the logit of every window on a grid.</summary>
/// <remarks>
/// <para>
/// Windows begin every <c>stride</c> pixels. Poolings whose steps divide the stride are ordinary poolings of the
/// image; the others pool into fragments (<see cref="PoolingShape"/>), one for each place where a window can begin,
/// so that every window's own pooling is computed and nothing is computed twice. The output unit is a convolution
/// with filters as large as its maps. Each logit is the sum of the same products as window by window.
/// </para>
/// <para>Holds the activations of one image, so one object serves one worker at a time.</para>
/// </remarks>
public sealed class DenseNetwork : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly List<ConvolutionShape> _convolutions = [];
    private readonly List<PoolingShape> _poolings = [];

    // The image, then what each stage gives.
    private readonly List<Tensor> _activations = [];

    // Only for devices that do not pool rows as they come.
    private readonly List<Tensor> _convolved = [];
    private readonly Tensor _logits;
    private readonly float[] _fragments;

    /// <summary>Allocates what an image needs.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="stride">
    /// Distance of neighbouring windows; a product of the network's first pooling sizes, or 1.
    /// </param>
    /// <param name="rows">Rows of windows, a multiple of <see cref="FragmentsPerSide"/>.</param>
    /// <param name="columns">Columns of windows, a multiple of <see cref="FragmentsPerSide"/>.</param>
    /// <exception cref="ArgumentException">The stride or the grid does not suit the network.</exception>
    public DenseNetwork(IComputeBackend backend, NetworkDescription network, int stride, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        int fragments = FragmentsPerSide(network, stride);
        if (rows < 1 || columns < 1 || rows % fragments != 0 || columns % fragments != 0)
        {
            throw new ArgumentException($"A grid of {rows}×{columns} windows does not split into {fragments}.");
        }

        _backend = backend;
        _network = network;
        Rows = rows;
        Columns = columns;
        InputHeight = ((rows - 1) * stride) + network.InputSide;
        InputWidth = ((columns - 1) * stride) + network.InputSide;
        _activations.Add(
            backend.AllocateImages(new ImageShape(1, 1, InputHeight, InputWidth), ImageLayout.Micrograph));
        AddStages(stride);

        PoolingShape last = _poolings[^1];
        var output = new ConvolutionShape(
            last.OutBatch,
            last.Channels,
            last.OutHeight,
            last.OutWidth,
            Filters: 1,
            network.OutputSide,
            network.OutputSide);
        _convolutions.Add(output);
        _logits = backend.AllocateImages(output.Output, ImageLayout.Micrograph);
        _fragments = new float[output.Output.Length];
    }

    /// <summary>Rows of windows.</summary>
    public int Rows { get; }

    /// <summary>Columns of windows.</summary>
    public int Columns { get; }

    /// <summary>Rows of the image, pixels.</summary>
    public int InputHeight { get; }

    /// <summary>Columns of the image, pixels.</summary>
    public int InputWidth { get; }

    /// <summary>Into how many fragments each side of the grid is split: the total stride over the stride.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <returns>Fragments per side.</returns>
    /// <exception cref="ArgumentException">The stride is no product of the network's first pooling sizes.</exception>
    public static int FragmentsPerSide(NetworkDescription network, int stride)
    {
        ArgumentNullException.ThrowIfNull(network);
        int product = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            if (product == stride)
            {
                break;
            }

            product *= stage.PoolSize;
        }

        return product == stride
            ? network.TotalStride / stride
            : throw new ArgumentException(
                $"Windows every {stride} px do not suit the network {network}.", nameof(stride));
    }

    /// <summary>Computes the logits of all windows of the grid.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="image">InputHeight·InputWidth values, row by row.</param>
    /// <param name="logits">Receives Rows·Columns values, row by row.</param>
    public void Score(NetworkParameters parameters, ReadOnlySpan<float> image, Span<float> logits)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _activations[0].Upload(image);
        int stages = _network.Stages.Count;
        for (int s = 0; s < stages; s++)
        {
            Run(s, parameters.Weights(s), parameters.Biases(s));
        }

        _backend.ConvolutionForward(
            _activations[^1],
            parameters.Weights(stages),
            parameters.Biases(stages),
            _logits,
            _convolutions[stages],
            ActivationKind.Identity);
        _logits.Download(_fragments);
        Interleave(logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _activations.ForEach(tensor => tensor.Dispose());
        _convolved.ForEach(tensor => tensor.Dispose());
        _logits.Dispose();
    }

    private void Run(int stage, Tensor weights, Tensor biases)
    {
        (Tensor input, Tensor output) = (_activations[stage], _activations[stage + 1]);
        if (_backend is IPooledConvolution pooled)
        {
            pooled.ConvolutionPoolingForward(
                input,
                weights,
                biases,
                output,
                new PooledConvolution(
                    _convolutions[stage], _network.Activation, _poolings[stage], _network.Pooling));
            return;
        }

        Tensor convolved = _convolved[stage];
        _backend.ConvolutionForward(
            input, weights, biases, convolved, _convolutions[stage], _network.Activation);
        _backend.PoolingForward(convolved, output, _poolings[stage], _network.Pooling);
    }

    private void AddStages(int stride)
    {
        int batch = 1;
        int channels = 1;
        int height = InputHeight;
        int width = InputWidth;
        int step = 1;
        foreach (ConvolutionStage stage in _network.Stages)
        {
            var convolution = new ConvolutionShape(
                batch, channels, height, width, stage.Maps, stage.KernelSize, stage.KernelSize);
            bool fragments = step == stride;
            var pooling = new PoolingShape(
                batch, stage.Maps, convolution.OutHeight, convolution.OutWidth, stage.PoolSize, fragments);
            _convolutions.Add(convolution);
            _poolings.Add(pooling);
            if (_backend is not IPooledConvolution)
            {
                _convolved.Add(_backend.AllocateImages(convolution.Output, ImageLayout.Micrograph));
            }

            _activations.Add(_backend.AllocateImages(pooling.Output, ImageLayout.Micrograph));
            (batch, channels, height, width) =
                (pooling.OutBatch, stage.Maps, pooling.OutHeight, pooling.OutWidth);
            step = fragments ? step : step * stage.PoolSize;
        }
    }

    // Fragment images are numbered by the places where each fragment pooling began, the last pooling's fastest; a
    // window's row in the grid is a₁ + S₁·(a₂ + S₂·(… + row in the fragment)).
    private void Interleave(Span<float> logits)
    {
        ConvolutionShape output = _convolutions[^1];
        for (int n = 0; n < output.Batch; n++)
        {
            int firstRow = 0;
            int firstColumn = 0;
            int spacing = 1;
            int rest = n;
            int images = output.Batch;
            foreach (PoolingShape pooling in _poolings.Where(p => p.Fragments))
            {
                images /= pooling.Size * pooling.Size;
                int place = rest / images;
                rest %= images;
                firstRow += spacing * (place / pooling.Size);
                firstColumn += spacing * (place % pooling.Size);
                spacing *= pooling.Size;
            }

            int source = n * output.OutHeight * output.OutWidth;
            for (int i = 0; i < output.OutHeight; i++)
            {
                int target = ((firstRow + (i * spacing)) * Columns) + firstColumn;
                for (int j = 0; j < output.OutWidth; j++)
                {
                    logits[target + (j * spacing)] = _fragments[source++];
                }
            }
        }
    }
}
