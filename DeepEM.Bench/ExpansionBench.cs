using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>Crops of particles on rings, at 13 shifts: time for one crop.</summary>
/// <remarks>The baseline is the reference, plain loops in double precision on one thread.</remarks>
public class ExpansionBench : ICosted
{
    private const int Crops = 128;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;
    private double[][] _numbers = [];

    public static IEnumerable<string> Devices => DeviceUnderTest.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    WorkCost ICosted.Cost => WorkCost.Of(AlignmentWork.CropsOf96(1));

    [GlobalSetup(Targets = [nameof(Expand)])]
    public void Make()
    {
        _backend = DeviceUnderTest.Create(Device);
        _work = AlignmentWork.Expansion(_backend, AlignmentWork.CropsOf96(Crops));
    }

    [GlobalSetup(Targets = [nameof(Reference)])]
    public void MakeReference()
    {
        PolarExpansion shape = AlignmentWork.CropsOf96(1);
        _numbers = [Numbers(shape.CropSide * shape.CropSide), [0, 0], Numbers(shape.Basis.Rings + 1)];
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _work?.Dispose();
        _backend?.Dispose();
        _work = null;
        _backend = null;
    }

    [Benchmark(OperationsPerInvoke = Crops)]
    public void Expand() => _work!.Run();

    [Benchmark(Baseline = true)]
    public double[] Reference() =>
        ExpansionReference.Expand(_numbers[0], _numbers[1], _numbers[2], AlignmentWork.CropsOf96(1));

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 17 / 17.0) - 0.5)];
}
