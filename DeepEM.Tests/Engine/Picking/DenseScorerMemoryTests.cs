using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking;

/// <summary>Devices with little memory give the scores of devices with much.</summary>
[TestFixture("Cuda")]
[TestFixture("OpenCl")]
[TestFixture("IlgpuCpu")]
public sealed class DenseScorerMemoryTests(string backendName)
{
    private const int Stride = 2;
    private static readonly NetworkDescription _network = SmallNetworks.Default;

    [Test]
    public void Little_memory_gives_small_tiles_and_the_same_scores()
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        using NetworkParameters parameters = Parameters(backend);
        using var much = new DenseScorer(backend, _network, [parameters], Stride);
        using var little = new DenseScorer(
            backend, _network, [parameters], Stride, mostBytes: Bytes(16, 16) + sizeof(float));

        float[] expected = much.Score(Noise()).Logits;
        Assert.That(much.Tile, Is.EqualTo((24, 32)), "the whole micrograph");
        Assert.That(little.Score(Noise()).Logits, Is.EqualTo(expected));
        Assert.That(little.Tile, Is.EqualTo((12, 16)));
        Assert.That((much.Notice, little.Notice), Is.EqualTo(((Notice?)null, (Notice?)null)));
    }

    [Test]
    public void Exhausted_memory_halves_the_tiles_and_says_so_once()
    {
        IComputeBackend usual = TestBackends.Get(backendName);
        using NetworkParameters usualParameters = Parameters(usual);
        using var much = new DenseScorer(usual, _network, [usualParameters], Stride);
        float[] expected = much.Score(Noise()).Logits;

        // Room for a tile of 16 windows, the parameters and what a copy is staged in, and not for one of 32.
        long limit = Bytes(16, 16) + (_network.ParameterCount * sizeof(float));
        using IlgpuBackend backend = IlgpuDevices.CreateLimited(usual.Kind, 0, limit);
        using NetworkParameters parameters = Parameters(backend);
        using var scorer = new DenseScorer(backend, _network, [parameters], Stride, tile: 64);

        Assert.That(scorer.Score(Noise()).Logits, Is.EqualTo(expected));
        Assert.That(scorer.Tile, Is.EqualTo((16, 16)));
        Assert.That(scorer.Notice!.Text, Does.Contain("64 windows").And.Contain("smaller tiles (16)"));
        Assert.That(scorer.Score(Noise()).Logits, Is.EqualTo(expected));
    }

    [Test]
    public void Memory_too_little_for_the_smallest_tile_is_one_clear_line()
    {
        BackendKind kind = TestBackends.Get(backendName).Kind;
        using IlgpuBackend backend =
            IlgpuDevices.CreateLimited(kind, 0, (_network.ParameterCount * sizeof(float)) + 4000);
        using NetworkParameters parameters = Parameters(backend);
        using var scorer = new DenseScorer(backend, _network, [parameters], Stride);

        Assert.That(
            () => scorer.Score(Noise()),
            Throws.TypeOf<DeviceOutOfMemoryException>()
                .With.Message.EqualTo($"{backend.DeviceName} has not enough free memory for 1 MiB more"));
    }

    private static NetworkParameters Parameters(IComputeBackend backend)
    {
        var parameters = new NetworkParameters(backend, _network);
        parameters.All.Upload(SmallNetworks.Parameters(_network, 3));
        return parameters;
    }

    private static long Bytes(int rows, int columns) =>
        WholeDensePass.Bytes(new DensePlan(_network, Stride, rows, columns));

    private static PreparedMicrograph Noise() => new("noise", SmallNetworks.Noise(47 * 63, 7), 47, 63, 1, 47, 63);
}
