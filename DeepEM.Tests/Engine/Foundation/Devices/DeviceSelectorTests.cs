using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Devices;

/// <summary>What "auto" means: a GPU that works, else the CPU.</summary>
public sealed class DeviceSelectorTests
{
    private readonly List<Notice> _told = [];

    [SetUp]
    public void Forget() => _told.Clear();

    [Test]
    public void A_GPU_that_its_driver_refuses_is_replaced_by_the_CPU_with_one_line()
    {
        using IComputeBackend backend = DeviceSelector.Automatic(
            () => throw new DeviceFailedException("cuda failed: out of memory"), threads: 2, _told.Add);
        Assert.That((backend.Kind, backend.Workers), Is.EqualTo((BackendKind.Simd, 2)));
        Assert.That(_told.Texts().Single(), Is.EqualTo("cuda failed: out of memory; the CPU computes instead"));
    }

    [Test]
    public void Where_there_is_none_nothing_is_said()
    {
        using IComputeBackend backend = DeviceSelector.Automatic(() => null, threads: 1, _told.Add);
        Assert.That(backend.Kind, Is.EqualTo(BackendKind.Simd));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void One_that_works_is_taken()
    {
        using var works = new SimdBackend(1);
        Assert.That(DeviceSelector.Automatic(() => works, threads: 2, _told.Add), Is.SameAs(works));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void What_is_wrong_with_the_program_is_not_taken_for_the_device() => Assert.That(
        () => DeviceSelector.Automatic(() => throw new InvalidOperationException(), threads: 1, _told.Add),
        Throws.InvalidOperationException);

    [TestCase(1, 2)]
    [TestCase(4, 2)]
    [TestCase(10, 5)]
    [TestCase(128, 8)]
    public void Workers_of_a_device_go_with_the_threads_of_the_host(int threads, int workers) =>
        Assert.That(DeviceGroup.WorkersFor(threads), Is.EqualTo(workers));
}
