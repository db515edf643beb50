using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Convolution;

/// <summary>Every tile of the kernels for GPUs, also those that no shape small enough for a test would get.</summary>
[TestFixture(BackendKind.Cuda)]
[TestFixture(BackendKind.OpenCl)]
[TestFixture(BackendKind.IlgpuCpu)]
public sealed class ConvolutionWarpTests(BackendKind kind)
{
    // Fewer filters than any tile, as many as some, and no multiple of any; one channel; rows and taps that are no
    // multiple; taps that meet nothing but the border at either end; filter as high as the image.
    private static readonly ConvolutionShape[] _shapes =
    [
        new(2, 3, 17, 9, 7, 9, 4),
        new(1, 1, 15, 8, 1, 8, 3),
        new(1, 2, 15, 5, 13, 7, 2),
        new(3, 1, 24, 4, 8, 10, 4),
        new(1, 8, 9, 9, 6, 9, 2),
    ];

    private IlgpuDevice? _device;
    private Accelerator? _accelerator;
    private IlgpuQueue? _queue;
    private IlgpuScratch? _scratch;

    private AcceleratorStream Stream => _queue!.Stream;

    private IlgpuScratch Scratch => _scratch!;

    [OneTimeSetUp]
    public void OpenDevice()
    {
        _device = TestBackends.Open(kind);
        if (_device is null)
        {
            Assert.Ignore($"There is no device of {kind}. {TestBackends.Advice(kind.ToString())}");
        }

        _device.Enter();
        _accelerator = _device.Accelerator;
        _queue = new IlgpuQueue(_device);
        _scratch = new IlgpuScratch(_queue);
    }

    [OneTimeTearDown]
    public void CloseDevice()
    {
        _scratch?.Dispose();
        _queue?.Dispose();
        _device?.Leave();
    }

    [TestCaseSource(nameof(_shapes))]
    public void Forward_matches_reference_in_every_tile(ConvolutionShape shape)
    {
        double[] input = Numbers.Draw(1, shape.Input.Length);
        double[] weights = Numbers.Draw(2, shape.WeightsLength);
        double[] bias = Numbers.Draw(3, shape.Filters);
        double[] expected = ConvolutionReference.Forward(input, weights, bias, shape, ActivationKind.Sigmoid);
        ConvolutionWarpKernels kernels = new(_accelerator!);
        foreach (WarpTile tile in WarpTile.Fitting(shape, border: 0))
        {
            using MemoryBuffer1D<float, Stride1D.Dense> inputs = Upload(input);
            using MemoryBuffer1D<float, Stride1D.Dense> filters = Upload(weights);
            using MemoryBuffer1D<float, Stride1D.Dense> biases = Upload(bias);
            using MemoryBuffer1D<float, Stride1D.Dense> outputs = Empty(shape.Output.Length);
            kernels.Forward(
                Stream, inputs.View, filters.View, biases.View, outputs.View, Scratch, shape, ActivationKind.Sigmoid,
                tile);
            Agreement.Require(Download(outputs), expected, Agreement.OfSums + Agreement.OfFunctions);
        }
    }

    [TestCaseSource(nameof(_shapes))]
    public void BackwardInput_matches_reference_in_every_tile(ConvolutionShape shape)
    {
        double[] outputGradient = Numbers.Draw(4, shape.Output.Length);
        double[] weights = Numbers.Draw(5, shape.WeightsLength);
        double[] expected = ConvolutionReference.BackwardInput(outputGradient, weights, shape);
        ConvolutionWarpKernels kernels = new(_accelerator!);
        foreach (WarpTile tile in WarpTile.Fitting(shape.Turned, shape.FilterHeight - 1))
        {
            using MemoryBuffer1D<float, Stride1D.Dense> gradients = Upload(outputGradient);
            using MemoryBuffer1D<float, Stride1D.Dense> filters = Upload(weights);
            using MemoryBuffer1D<float, Stride1D.Dense> inputGradients = Empty(shape.Input.Length);
            kernels.BackwardInput(Stream, gradients.View, filters.View, inputGradients.View, Scratch, shape, tile);
            Agreement.Require(Download(inputGradients), expected, Agreement.OfSums);
        }
    }

    [Test]
    public void BackwardWeights_matches_reference_in_every_tile_and_any_number_of_slots(
        [ValueSource(nameof(_shapes))] ConvolutionShape shape, [Values(1, 2, 5, 100)] int slots)
    {
        // Many columns, so that they are folded twice where there are a hundred slots.
        ConvolutionShape wide = shape with { InWidth = shape.InWidth + (slots / shape.Batch) };
        double[] input = Numbers.Draw(6, wide.Input.Length);
        double[] outputGradient = Numbers.Draw(7, wide.Output.Length);
        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(input, outputGradient, wide);
        ConvolutionWarpWeightsKernels kernels = new(_accelerator!);
        foreach (WarpWeightsTile tile in WarpWeightsTile.Fitting(wide))
        {
            using MemoryBuffer1D<float, Stride1D.Dense> inputs = Upload(input);
            using MemoryBuffer1D<float, Stride1D.Dense> gradients = Upload(outputGradient);
            using MemoryBuffer1D<float, Stride1D.Dense> weightsGradients = Empty(wide.WeightsLength);
            using MemoryBuffer1D<float, Stride1D.Dense> biasGradients = Empty(wide.Filters);
            kernels.BackwardWeights(
                Stream, inputs.View, gradients.View, weightsGradients.View, biasGradients.View, Scratch, wide,
                tile with { Slots = slots });
            Agreement.Require(Download(weightsGradients), weights, Agreement.OfSums);
            Agreement.Require(Download(biasGradients), bias, Agreement.OfSums);
        }
    }

    private MemoryBuffer1D<float, Stride1D.Dense> Upload(double[] values) =>
        _accelerator!.Allocate1D(Array.ConvertAll(values, value => (float)value));

    private MemoryBuffer1D<float, Stride1D.Dense> Empty(long length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return _accelerator!.Allocate1D(values);
    }

    private float[] Download(MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        Stream.Synchronize();
        return buffer.GetAsArray1D();
    }
}
