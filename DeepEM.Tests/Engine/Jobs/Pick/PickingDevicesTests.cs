using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Engine.Picking;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>Several workers give the files of one, also when some of them fail.</summary>
[TestFixture]
public sealed class PickingDevicesTests
{
    private const int Micrographs = 7;
    private const int Height = 64;
    private const int Width = 72;

    private ScratchFolder _folder = null!;
    private MicrographSource[] _sources = [];

    [SetUp]
    public void Write_micrographs()
    {
        _folder = new ScratchFolder();
        _sources = [.. Enumerable.Range(0, Micrographs).Select(n =>
        {
            string name = $"mic_{n}.mrc";
            float[] pixels = BlobModel.Image(
                Height, Width, (20 + (3 * n), 30), (50, 20 + (2 * n)), (12, 12)).Pixels;
            float[] noise = Numbers.Floats(Numbers.Draw(n + 1, pixels.Length));
            float[] image = [.. pixels.Zip(noise, (p, q) => (0.05f * q) - p)];
            MrcWriter.Write(_folder[name], image, Height, Width, 1);
            return new MicrographSource(_folder[name], name, null);
        })];
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase(BackendKind.OpenCl, false)]
    [TestCase(BackendKind.OpenCl, true)]
    [TestCase(BackendKind.IlgpuCpu, false)]
    [TestCase(BackendKind.IlgpuCpu, true)]
    [TestCase(BackendKind.Cuda, true)]
    [TestCase(BackendKind.Simd, false)]
    public void Two_workers_write_the_bytes_of_one(BackendKind kind, bool shareDevice)
    {
        using DeviceGroup alone = Group(Open(kind));
        PickingReport expected = Run(alone, "one");
        IComputeBackend first = Open(kind);
        IComputeBackend second = shareDevice ? ((IlgpuBackend)first).CreateSibling() : Open(kind);
        using DeviceGroup both = Group(first, second);
        PickingReport report = Run(both, "two");

        Assert.That((report.Picked, report.Picks), Is.EqualTo((Micrographs, expected.Picks)));
        Assert.That(report.Picks, Is.GreaterThan(Micrographs));
        Assert.That((report.Failures, report.Warnings), Is.EqualTo((Array.Empty<Notice>(), Array.Empty<Notice>())));
        Assert.That(Tables("two"), Is.EqualTo(Tables("one")));
    }

    [Test]
    public void A_lost_device_hands_its_micrograph_to_the_others()
    {
        using DeviceGroup alone = Group(Slow());
        PickingReport expected = Run(alone, "one");
        using var lost = new ManualResetEventSlim();
        using DeviceGroup both = Group(
            FailingBackend.Of(1, lost: lost.Set),
            FailingBackend.Of(int.MaxValue, before: () => lost.Wait(TimeSpan.FromSeconds(30))));
        PickingReport report = Run(both, "two");

        Assert.That((report.Picked, report.Picks), Is.EqualTo((Micrographs, expected.Picks)));
        Assert.That(report.Failures, Is.Empty);
        Assert.That(
            report.Warnings.Texts(),
            Is.EqualTo(new[] { $"{FailingBackend.Message}; the other workers picked what it had begun" }));
        Assert.That(Tables("two"), Is.EqualTo(Tables("one")));
    }

    [Test]
    public void Devices_that_are_all_lost_end_the_run_and_what_was_picked_is_listed()
    {
        using DeviceGroup both = Group(FailingBackend.Of(5), FailingBackend.Of(5));

        Assert.That(
            () => Run(both, "two"),
            Throws.TypeOf<DeviceFailedException>().With.Message.EqualTo(FailingBackend.Message));
        int finished = Directory.GetFiles(_folder["two"], "*_autopick.star").Length;
        Assert.That(finished, Is.InRange(1, Micrographs - 1));
        Assert.That(File.ReadAllText(_folder["two/autopick.star"]).Split(".mrc").Length - 1, Is.EqualTo(finished));
    }

    [Test]
    public void A_bad_micrograph_is_reported_by_several_workers_as_by_one()
    {
        _folder.Write("mic_3.mrc", new byte[100]);
        using DeviceGroup both = Group(new SimdBackend(1), new SimdBackend(1));
        PickingReport report = Run(both, "two");

        Assert.That(report.Picked, Is.EqualTo(Micrographs - 1));
        Assert.That(report.Failures.Single().ToString(), Does.Contain("mic_3.mrc"));
        Assert.That(report.Warnings, Is.Empty);
    }

    [Test]
    public void Little_memory_is_said_once()
    {
        using DeviceGroup alone = Group(Slow());
        Run(alone, "one");
        using DeviceGroup little = Group(FailingBackend.WithRoomFor(Height * Width));
        PickingReport report = Run(little, "two");

        Assert.That(
            report.Warnings.Single().ToString(), Does.Contain("ran out of memory").And.Contain("the same picks"));
        Assert.That(Tables("two"), Is.EqualTo(Tables("one")));
    }

    // One operation after the other over a whole tile, as on a device.
    private static IComputeBackend Slow() => FailingBackend.Of(int.MaxValue);

    private static IComputeBackend Open(BackendKind kind)
    {
        if (kind == BackendKind.Simd)
        {
            return new SimdBackend(1);
        }

        TestBackends.Get(kind.ToString());
        return IlgpuDevices.Create(kind, 0);
    }

    private static DeviceGroup Group(params IComputeBackend[] backends) =>
        new([.. backends.Select((backend, n) => new DeviceWorker($"device:{n}", backend))]);

    private PickingReport Run(DeviceGroup devices, string folder) => PickingRun.Run(
        devices.Workers,
        BlobModel.Create(edgeMargin: 0) with { Contrast = ParticleContrast.Bright },
        MicrographSequence.Of(_sources),
        new PickingRunSettings(_folder[folder], null, null, Pictures: 0, Strict: false)
        {
            Contrast = ParticleContrast.Bright,
        },
        JobContext.Silent);

    // The index names the folder.
    private Dictionary<string, byte[]> Tables(string folder) => Directory.GetFiles(_folder[folder])
        .Where(path => Path.GetFileName(path) != "autopick.star")
        .ToDictionary(path => Path.GetFileName(path), PickTableText.ReadComparable);
}
