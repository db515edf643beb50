using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>Crops of particles at 13 shifts against 20 classes: time for one crop.</summary>
/// <remarks>The baseline is the reference, plain loops in double precision on one thread.</remarks>
public class AlignmentBench : ICosted
{
    private const int Crops = 128;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;
    private double[][] _numbers = [];

    public static IEnumerable<string> Devices => DeviceUnderTest.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    WorkCost ICosted.Cost => WorkCost.Of(AlignmentWork.TwentyClasses(1));

    [GlobalSetup(Targets = [nameof(Align)])]
    public void Make()
    {
        _backend = DeviceUnderTest.Create(Device);
        _work = AlignmentWork.Alignment(_backend, AlignmentWork.TwentyClasses(Crops));
    }

    [GlobalSetup(Targets = [nameof(Reference)])]
    public void MakeReference()
    {
        AlignmentShape shape = AlignmentWork.TwentyClasses(1);
        int vector = 2 * shape.Basis.Length;
        _numbers =
        [
            Numbers(shape.Shifts * vector), Numbers(shape.Classes * vector), Numbers(shape.Classes),
            Numbers(shape.Shifts),
        ];
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
    public void Align() => _work!.Run();

    [Benchmark(Baseline = true)]
    public double[] Reference() =>
        AlignmentReference.Align(
        _numbers[0], _numbers[1], _numbers[2], _numbers[3], AlignmentWork.TwentyClasses(1)).Sums;

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 17 / 17.0) - 0.5)];
}
