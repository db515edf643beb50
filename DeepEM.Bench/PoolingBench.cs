using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Bench;

/// <summary>The poolings of the networks A, B and C: time for one image of a batch of 64.</summary>
/// <remarks>The baseline is the reference, plain loops in double precision on one thread.</remarks>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class PoolingBench : ICosted
{
    private const int Images = 64;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;
    private double[] _input = [];
    private double[] _output = [];

    public static IEnumerable<BenchCase> Cases => DeviceUnderTest.Cases(_ => ["1", "2", "3"]);

    [ParamsSource(nameof(Cases))]
    public BenchCase Case { get; set; } = new("cpu", "A", "1");

    WorkCost ICosted.Cost => WorkCost.Of(Shape(1));

    [GlobalSetup(Targets = [nameof(Forward)])]
    public void MakeForward() => Make(backward: false);

    [GlobalSetup(Targets = [nameof(Gradient)])]
    public void MakeGradient() => Make(backward: true);

    [GlobalSetup(Targets = [nameof(ReferenceForward), nameof(ReferenceGradient)])]
    public void MakeReference()
    {
        _input = [.. Enumerable.Range(0, (int)Shape(1).Input.Length).Select(i => i % 17 / 17.0)];
        _output = [.. Enumerable.Range(0, (int)Shape(1).Output.Length).Select(i => i % 17 / 17.0)];
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
    public double[] ReferenceForward() => PoolingReference.Forward(_input, Shape(1), Case.Network.Pooling);

    [BenchmarkCategory("gradient")]
    [Benchmark(OperationsPerInvoke = Images)]
    public void Gradient() => _work!.Run();

    [BenchmarkCategory("gradient")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceGradient() =>
        PoolingReference.Backward(_input, _output, Shape(1), Case.Network.Pooling);

    private PoolingShape Shape(int images) =>
        Case.Network.PoolingShape(Case.Layer, Case.Network.ConvolutionShapes(images)[Case.Layer]);

    private void Make(bool backward)
    {
        _backend = DeviceUnderTest.Create(Case.Device);
        _work = LayerWork.Pooling(_backend, Shape(Images), Case.Network.Pooling, backward);
    }
}
