using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>One step of training of the networks A, B and C: time for one window of a batch of 128.</summary>
public class TrainingStepBench : ICosted
{
    private const int Windows = 128;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;

    public static IEnumerable<BenchCase> Cases => DeviceUnderTest.Cases(_ => [""]);

    [ParamsSource(nameof(Cases))]
    public BenchCase Case { get; set; } = new("cpu", "A", "");

    WorkCost ICosted.Cost => WorkCost.OfTraining(Case.Network, 1);

    [GlobalSetup]
    public void Make()
    {
        _backend = DeviceUnderTest.Create(Case.Device);
        _work = new TrainingWork(_backend, Case.Network, Windows);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _work?.Dispose();
        _backend?.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Windows)]
    public void Step() => _work!.Run();
}
