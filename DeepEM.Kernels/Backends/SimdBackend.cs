using System.Numerics;
using System.Runtime.Intrinsics;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.Update;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations in hand-vectorised C# on the host's own cores.</summary>
/// <remarks>
/// Operations run on the calling thread and have ended when the call returns; several threads may call at the same
/// time. Only <see cref="ForEach"/> uses the backend's threads. How tensors lie in memory is said at SimdTensor.
/// </remarks>
public sealed class SimdBackend : IComputeBackend, IPooledConvolution
{
    private readonly ISimdKernels _kernels;
    private readonly SimdWorkers _workers;
    private readonly ThreadLocal<SimdScratch> _scratch = new(() => new SimdScratch(), trackAllValues: true);
    private bool _disposed;

    /// <summary>Starts a backend.</summary>
    /// <param name="threads">Workers of <see cref="ForEach"/>, the calling thread included; at least 1.</param>
    /// <param name="width">The vectors to compute with; null for the widest that the machine has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread, or no such width on this machine.</exception>
    public SimdBackend(int threads, SimdWidth? width = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Width = width ?? Widest();
        if (!IsSupported(Width))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "This machine has no such vectors.");
        }

        _kernels = Width switch
        {
            SimdWidth.Bits512 => new SimdKernels<Simd512, Vector512<float>>(),
            SimdWidth.Bits256 => new SimdKernels<Simd256, Vector256<float>>(),
            _ => new SimdKernels<SimdAny, Vector<float>>(),
        };
        _workers = new SimdWorkers(threads);
    }

    /// <summary>The vectors that this backend computes with.</summary>
    public SimdWidth Width { get; }

    /// <inheritdoc/>
    public BackendKind Kind => BackendKind.Simd;

    /// <inheritdoc/>
    public string DeviceName
    {
        get
        {
            string vectors = Width switch
            {
                SimdWidth.Bits512 => "AVX-512",
                SimdWidth.Bits256 => "AVX2",
                _ => $"vectors of {32 * _kernels.Lanes} bits",
            };
            return $"{vectors}, {Workers} {(Workers == 1 ? "thread" : "threads")}";
        }
    }

    /// <inheritdoc/>
    public int ChunkImages => _kernels.Lanes;

    /// <inheritdoc/>
    public int Workers => _workers.Count;

    /// <inheritdoc/>
    public DeviceMemory Memory => DeviceMemory.OfHost();

    private SimdScratch Scratch => _scratch.Value!;

    /// <summary>Whether this machine has vectors of a width.</summary>
    /// <param name="width">The width.</param>
    /// <returns>True if a backend of that width can be started.</returns>
    public static bool IsSupported(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => Vector512.IsHardwareAccelerated,
        SimdWidth.Bits256 => Vector256.IsHardwareAccelerated,
        SimdWidth.Any => true,
        _ => false,
    };

    /// <inheritdoc/>
    public void ForEach(int count, Action<int, int> body) => _workers.ForEach(count, body);

    /// <inheritdoc/>
    public Tensor Allocate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue);
        return new SimdTensor(this, new ImageShape(1, 1, 1, (int)length), null, ChunkImages);
    }

    /// <inheritdoc/>
    public Tensor AllocateImages(ImageShape shape, ImageLayout layout)
    {
        Require.Extents(shape, nameof(shape));
        return new SimdTensor(this, shape, Require.Defined(layout), ChunkImages);
    }

    /// <inheritdoc/>
    public HostBuffer AllocateHost(int length) => new(length, lockPages: null);

    /// <inheritdoc/>
    public void Synchronize()
    {
        // Every operation has ended when its call returns.
    }

    /// <inheritdoc/>
    public void ConvolutionForward(
        Tensor input,
        Tensor weights,
        Tensor bias,
        Tensor output,
        ConvolutionShape shape,
        ActivationKind activation)
    {
        Require.Valid(shape);
        Require.Images(input, shape.Input);
        Require.Flat(weights, shape.WeightsLength);
        Require.Flat(bias, shape.Filters);
        Require.Images(output, shape.Output);
        SimdTensor images = Own(input);
        _kernels.ConvolutionForward(
            images, Flat(weights), Flat(bias), Own(output, images.Layout), shape, Require.Defined(activation), Scratch);
    }

    /// <inheritdoc/>
    public void ConvolutionPoolingForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, PooledConvolution stage)
    {
        Require.Valid(stage);
        Require.Images(input, stage.Convolution.Input);
        Require.Flat(weights, stage.Convolution.WeightsLength);
        Require.Flat(bias, stage.Convolution.Filters);
        Require.Images(output, stage.Pooling.Output);
        _kernels.ConvolutionPoolingForward(
            Micrograph(input), Flat(weights), Flat(bias), Micrograph(output), stage, Scratch);
    }

    /// <inheritdoc/>
    public Tensor Rows(Tensor images, ImageRows rows) => Micrograph(images).Rows(rows);

    /// <inheritdoc/>
    public void MoveRows(Tensor images, int from, int to, int count) => Micrograph(images).MoveRows(from, to, count);

    /// <inheritdoc/>
    public void ConvolutionBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ConvolutionShape shape)
    {
        Require.Valid(shape);
        Require.Images(outputGradient, shape.Output);
        Require.Flat(weights, shape.WeightsLength);
        Require.Images(inputGradient, shape.Input);
        _kernels.ConvolutionBackwardInput(
            Patches(outputGradient), Flat(weights), Patches(inputGradient), shape, Scratch);
    }

    /// <inheritdoc/>
    public void ConvolutionBackwardWeights(
        Tensor input, Tensor outputGradient, Tensor weightsGradient, Tensor biasGradient, ConvolutionShape shape)
    {
        Require.Valid(shape);
        Require.Images(input, shape.Input);
        Require.Images(outputGradient, shape.Output);
        Require.Flat(weightsGradient, shape.WeightsLength);
        Require.Flat(biasGradient, shape.Filters);
        _kernels.ConvolutionBackwardWeights(
            Patches(input), Patches(outputGradient), Flat(weightsGradient), Flat(biasGradient), shape, Scratch);
    }

    /// <inheritdoc/>
    public void ActivationBackward(Tensor output, Tensor gradient, ImageShape images, ActivationKind activation)
    {
        Require.Extents(images, nameof(images));
        Require.Images(output, images);
        Require.Images(gradient, images);
        SimdTensor values = Own(output);
        _kernels.ActivationBackward(values, Own(gradient, values.Layout), images, Require.Defined(activation));
    }

    /// <inheritdoc/>
    public void PoolingForward(Tensor input, Tensor output, PoolingShape shape, PoolingKind kind)
    {
        Require.Valid(shape);
        Require.Images(input, shape.Input);
        Require.Images(output, shape.Output);
        SimdTensor images = shape.Fragments ? Own(input, ImageLayout.Micrograph) : Own(input);
        _kernels.PoolingForward(images, Own(output, images.Layout), shape, Require.Defined(kind), Scratch);
    }

    /// <inheritdoc/>
    public void PoolingBackward(
        Tensor input, Tensor outputGradient, Tensor inputGradient, PoolingShape shape, PoolingKind kind)
    {
        Require.Valid(shape);
        Require.NoFragments(shape);
        Require.Images(input, shape.Input);
        Require.Images(outputGradient, shape.Output);
        Require.Images(inputGradient, shape.Input);
        _kernels.PoolingBackward(
            Patches(input), Patches(outputGradient), Patches(inputGradient), shape, Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void DenseForward(
        Tensor input, Tensor weights, Tensor bias, Tensor output, ImageShape images, int units)
    {
        Require.Dense(input, weights, images, units);
        Require.Flat(bias, units);
        Require.Images(output, new ImageShape(images.Batch, units, 1, 1));
        _kernels.DenseForward(Patches(input), Flat(weights), Flat(bias), Patches(output), images, units);
    }

    /// <inheritdoc/>
    public void DenseBackwardInput(
        Tensor outputGradient, Tensor weights, Tensor inputGradient, ImageShape images, int units)
    {
        Require.Dense(inputGradient, weights, images, units);
        Require.Images(outputGradient, new ImageShape(images.Batch, units, 1, 1));
        _kernels.DenseBackwardInput(
            Patches(outputGradient), Flat(weights), Patches(inputGradient), images, units);
    }

    /// <inheritdoc/>
    public void DenseBackwardWeights(
        Tensor input,
        Tensor outputGradient,
        Tensor weightsGradient,
        Tensor biasGradient,
        ImageShape images,
        int units)
    {
        Require.Dense(input, weightsGradient, images, units);
        Require.Images(outputGradient, new ImageShape(images.Batch, units, 1, 1));
        Require.Flat(biasGradient, units);
        _kernels.DenseBackwardWeights(
            Patches(input), Patches(outputGradient), Flat(weightsGradient), Flat(biasGradient), images, units);
    }

    /// <inheritdoc/>
    public void Loss(
        Tensor logits,
        Tensor targets,
        Tensor sampleWeights,
        Tensor losses,
        Tensor gradient,
        int count,
        LossKind kind)
    {
        ImageShape images = new(count, 1, 1, 1);
        Require.Extents(images, nameof(count));
        Require.Images(logits, images);
        Require.Images(targets, images);
        Require.Images(sampleWeights, images);
        Require.Images(losses, images);
        Require.Images(gradient, images);
        LossSimd.Evaluate(
            Patches(logits),
            Patches(targets),
            Patches(sampleWeights),
            Patches(losses),
            Patches(gradient),
            count,
            Require.Defined(kind));
    }

    /// <inheritdoc/>
    public void Accumulate(Tensor target, Tensor addend)
    {
        SimdTensor sums = Flat(target);
        Require.Flat(addend, target.Length);
        _kernels.Accumulate(sums, Flat(addend));
    }

    /// <inheritdoc/>
    public void UpdateSgd(Tensor parameters, Tensor gradient, float rate)
    {
        SimdTensor values = Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        _kernels.UpdateSgd(values, Flat(gradient), rate);
    }

    /// <inheritdoc/>
    public void UpdateMomentum(Tensor parameters, Tensor gradient, Tensor velocity, float rate, float momentum)
    {
        SimdTensor values = Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        Require.Flat(velocity, parameters.Length);
        _kernels.UpdateMomentum(values, Flat(gradient), Flat(velocity), rate, momentum);
    }

    /// <inheritdoc/>
    public void UpdateAdam(
        Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment, AdamStep constants)
    {
        SimdTensor values = Flat(parameters);
        Require.Flat(gradient, parameters.Length);
        Require.Flat(firstMoment, parameters.Length);
        Require.Flat(secondMoment, parameters.Length);
        _kernels.UpdateAdam(values, Flat(gradient), Flat(firstMoment), Flat(secondMoment), constants);
    }

    /// <inheritdoc/>
    public void WindowStatistics(Tensor image, Tensor mean, Tensor deviation, WindowShape shape)
    {
        Require.Valid(shape);
        ImageShape windows = new(1, 1, shape.Rows, shape.Columns);
        Require.Images(image, new ImageShape(1, 1, shape.Height, shape.Width));
        Require.Images(mean, windows);
        Require.Images(deviation, windows);
        WindowStatisticsSimd.Evaluate(Micrograph(image), Micrograph(mean), Micrograph(deviation), shape, Scratch);
    }

    /// <inheritdoc/>
    public void LocalMaxima(Tensor scores, Tensor peaks, int height, int width, float radius, float threshold)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        if (!(radius >= 1) || float.IsNaN(threshold))
        {
            throw new ArgumentException($"A radius of {radius} and a threshold of {threshold} find nothing.");
        }

        Require.Images(scores, map);
        Require.Images(peaks, map);
        LocalMaximaSimd.Find(Micrograph(scores), Micrograph(peaks), height, width, radius, threshold, Scratch);
    }

    /// <inheritdoc/>
    public void Binning(Tensor image, Tensor output, int height, int width, int factor)
    {
        ImageShape map = new(1, 1, height, width);
        Require.Extents(map, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        Require.Images(image, map);
        Require.Images(output, new ImageShape(1, 1, ((height - 1) / factor) + 1, ((width - 1) / factor) + 1));
        _kernels.Binning(Micrograph(image), Micrograph(output), height, width, factor, Scratch);
    }

    /// <summary>Ends the threads and frees the working memory; tensors are freed by those who allocated them.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _workers.Dispose();
        foreach (SimdScratch scratch in _scratch.Values)
        {
            scratch.Dispose();
        }

        _scratch.Dispose();
    }

    private static SimdWidth Widest() =>
        IsSupported(SimdWidth.Bits512) ? SimdWidth.Bits512
        : IsSupported(SimdWidth.Bits256) ? SimdWidth.Bits256
        : SimdWidth.Any;

    private SimdTensor Patches(Tensor tensor) => Own(tensor, ImageLayout.Patches);

    private SimdTensor Micrograph(Tensor tensor) => Own(tensor, ImageLayout.Micrograph);

    private SimdTensor Flat(Tensor tensor) => Own(tensor, null);

    private SimdTensor Own(Tensor tensor, ImageLayout? layout)
    {
        SimdTensor own = Own(tensor, flat: layout is null);
        return own.Layout == layout
            ? own
            : throw new ArgumentException($"{own.Layout} where {layout} is needed.", nameof(tensor));
    }

    private SimdTensor Own(Tensor tensor, bool flat = false)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor is not SimdTensor own || !ReferenceEquals(own.Backend, this))
        {
            throw new ArgumentException("The tensor belongs to another backend.", nameof(tensor));
        }

        return own.Layout is null == flat
            ? own
            : throw new ArgumentException(
                flat ? "Images where flat values are needed." : "Flat values where images are needed.", nameof(tensor));
    }
}
