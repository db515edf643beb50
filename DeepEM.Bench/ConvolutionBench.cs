using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;

namespace DeepEM.Bench;

/// <summary>The convolutions of the networks A, B and C: time for one image of a batch of 64.</summary>
/// <remarks>The baseline is the reference, plain loops in double precision on one thread.</remarks>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ConvolutionBench : ICosted
{
    private const int Images = 64;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;
    private double[] _input = [];
    private double[] _output = [];
    private double[] _weights = [];
    private double[] _bias = [];

    public static IEnumerable<BenchCase> Cases => DeviceUnderTest.Cases(_ => ["1", "2", "3"]);

    [ParamsSource(nameof(Cases))]
    public BenchCase Case { get; set; } = new("cpu", "A", "1");

    WorkCost ICosted.Cost => WorkCost.Of(Shape(1));

    [GlobalSetup(Targets = [nameof(Forward)])]
    public void MakeForward() => Make(ConvolutionPass.Forward);

    [GlobalSetup(Targets = [nameof(InputGradient)])]
    public void MakeInputGradient() => Make(ConvolutionPass.InputGradient);

    [GlobalSetup(Targets = [nameof(WeightsGradient)])]
    public void MakeWeightsGradient() => Make(ConvolutionPass.WeightsGradient);

    [GlobalSetup(Targets =
        [nameof(ReferenceForward), nameof(ReferenceInputGradient), nameof(ReferenceWeightsGradient)])]
    public void MakeReference()
    {
        ConvolutionShape shape = Shape(1);
        _input = Ramp(shape.Input.Length);
        _output = Ramp(shape.Output.Length);
        _weights = Ramp(shape.WeightsLength);
        _bias = Ramp(shape.Filters);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _work?.Dispose();
        _backend?.Dispose();
        _work = null;
        _backend = null;
    }

    [BenchmarkCategory("forward")]
    [Benchmark(OperationsPerInvoke = Images)]
    public void Forward() => _work!.Run();

    [BenchmarkCategory("forward")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceForward() =>
        ConvolutionReference.Forward(_input, _weights, _bias, Shape(1), ActivationKind.Relu);

    [BenchmarkCategory("input gradient")]
    [Benchmark(OperationsPerInvoke = Images)]
    public void InputGradient() => _work!.Run();

    [BenchmarkCategory("input gradient")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceInputGradient() => ConvolutionReference.BackwardInput(_output, _weights, Shape(1));

    [BenchmarkCategory("weights gradient")]
    [Benchmark(OperationsPerInvoke = Images)]
    public void WeightsGradient() => _work!.Run();

    [BenchmarkCategory("weights gradient")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceWeightsGradient() =>
        ConvolutionReference.BackwardWeights(_input, _output, Shape(1)).Weights;

    private static double[] Ramp(long length)
    {
        double[] values = new double[length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 17 / 17.0;
        }

        return values;
    }

    private ConvolutionShape Shape(int images) => Case.Network.ConvolutionShapes(images)[Case.Layer];

    private void Make(ConvolutionPass pass)
    {
        _backend = DeviceUnderTest.Create(Case.Device);
        _work = LayerWork.Convolution(_backend, Shape(Images), pass);
    }
}
