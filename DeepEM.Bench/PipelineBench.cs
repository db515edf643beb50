using BenchmarkDotNet.Attributes;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;

namespace DeepEM.Bench;

/// <summary>A micrograph from its MRC file to the STAR file of its picks, with the automatic network.</summary>
/// <remarks>Not with OpenCL, which on a CPU would take the time of all other benchmarks.</remarks>
public class PipelineBench : ICosted
{
    private IComputeBackend? _backend;
    private BenchmarkWork? _work;

    public static IEnumerable<string> Devices =>
        DeviceUnderTest.Names.Where(name => !name.StartsWith("opencl", StringComparison.Ordinal));

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [Params(4096)]
    public int Side { get; set; } = 4096;

    WorkCost ICosted.Cost => new(0, sizeof(float) * (double)Side * Side);

    [GlobalSetup]
    public void Make()
    {
        _backend = DeviceUnderTest.Create(Device);
        _work = new MicrographWork(_backend, Side);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _work?.Dispose();
        _backend?.Dispose();
    }

    [Benchmark]
    public void MrcToStar() => _work!.Run();
}
