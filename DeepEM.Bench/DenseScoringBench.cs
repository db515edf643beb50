using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>The scores of all windows on 1024×1024 px, every 4 px and every pixel: time for the image.</summary>
public class DenseScoringBench : ICosted
{
    private const int Side = 1024;

    private IComputeBackend? _backend;
    private BenchmarkWork? _work;

    public static IEnumerable<BenchCase> Cases =>
        DeviceUnderTest.Cases(_ => ["/4", "/1"])
            .Where(c => Stride(c) > 1 || !c.Device.StartsWith("opencl", StringComparison.Ordinal));

    [ParamsSource(nameof(Cases))]
    public BenchCase Case { get; set; } = new("cpu", "A", "/4");

    WorkCost ICosted.Cost
    {
        get
        {
            int rows = ((Side - 1) / Stride(Case)) + 1;
            return WorkCost.OfDense(Case.Network, Stride(Case), rows, rows);
        }
    }

    [GlobalSetup]
    public void Make()
    {
        _backend = DeviceUnderTest.Create(Case.Device);
        _work = new DenseWork(_backend, Case.Network, Stride(Case), Side);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _work?.Dispose();
        _backend?.Dispose();
    }

    [Benchmark]
    public void Score() => _work!.Run();

    private static int Stride(BenchCase benchCase) => benchCase.Part[^1] - '0';
}
