using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>Crops of particles, at 13 shifts and against 20 classes: time for one crop.</summary>
/// <remarks>The baseline is the reference, plain loops in double precision on one thread.</remarks>
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class AlignmentBench : ICosted
{
    private const int Crops = 512;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;
    private WorkCost _cost;
    private double[][] _numbers = [];

    public static IEnumerable<string> Devices => DeviceUnderTest.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    WorkCost ICosted.Cost => _cost;

    [GlobalSetup(Targets = [nameof(Expansion)])]
    public void MakeExpansion() => Make(backend => AlignmentWork.Expansion(backend, AlignmentWork.CropsOf96(Crops)));

    [GlobalSetup(Targets = [nameof(Alignment)])]
    public void MakeAlignment() => Make(
        backend => AlignmentWork.Alignment(backend, AlignmentWork.TwentyClasses(Crops)));

    [GlobalSetup(Targets = [nameof(ReferenceExpansion)])]
    public void MakeReferenceExpansion()
    {
        PolarExpansion shape = AlignmentWork.CropsOf96(1);
        _numbers = [Numbers(shape.CropSide * shape.CropSide), [0, 0], Numbers(shape.Basis.Rings + 1)];
    }

    [GlobalSetup(Targets = [nameof(ReferenceAlignment)])]
    public void MakeReferenceAlignment()
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

    [BenchmarkCategory("expansion")]
    [Benchmark(OperationsPerInvoke = Crops)]
    public void Expansion() => _work!.Run();

    [BenchmarkCategory("expansion")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceExpansion() =>
        ExpansionReference.Expand(_numbers[0], _numbers[1], _numbers[2], AlignmentWork.CropsOf96(1));

    [BenchmarkCategory("alignment")]
    [Benchmark(OperationsPerInvoke = Crops)]
    public void Alignment() => _work!.Run();

    [BenchmarkCategory("alignment")]
    [Benchmark(Baseline = true)]
    public double[] ReferenceAlignment() => AlignmentReference.Align(
        _numbers[0], _numbers[1], _numbers[2], _numbers[3], AlignmentWork.TwentyClasses(1)).Sums;

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 17 / 17.0) - 0.5)];

    private void Make(Func<IComputeBackend, BenchmarkWork> make)
    {
        _backend = DeviceUnderTest.Create(Device);
        _work = make(_backend);
        _cost = new WorkCost(_work.Cost.Operations / Crops, 0);
    }
}
