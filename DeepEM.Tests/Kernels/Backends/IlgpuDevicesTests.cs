using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Backends;

public sealed class IlgpuDevicesTests
{
    private static readonly string[] _ilgpuCpu = ["ilgpu-cpu"];

    [Test]
    public void Every_listed_device_can_be_created_and_is_what_the_list_says()
    {
        IReadOnlyList<ComputeDevice> devices = IlgpuDevices.List();
        Assert.That(devices.Select(device => device.Id), Is.Unique);
        foreach (IGrouping<BackendKind, ComputeDevice> kind in devices.GroupBy(device => device.Kind))
        {
            int index = 0;
            foreach (ComputeDevice device in kind)
            {
                using IlgpuBackend backend = IlgpuDevices.Create(kind.Key, index);
                Assert.That(backend.Kind, Is.EqualTo(device.Kind));
                Assert.That(backend.DeviceName, Is.EqualTo(device.Name));
                Assert.That(device.Id, Is.EqualTo(IlgpuDevices.Id(kind.Key, index)));
                Assert.That(device.MemoryBytes, Is.Positive);
                Assert.That(device.Detail, Is.Not.Empty);
                index++;
            }
        }
    }

    [Test]
    public void Cpu_accelerator_is_always_there_once() =>
        Assert.That(
            IlgpuDevices.List().Where(device => device.Kind == BackendKind.IlgpuCpu).Select(device => device.Id),
            Is.EqualTo(_ilgpuCpu));

    [Test]
    public void Missing_device_is_an_error_that_names_those_that_are_there() =>
        Assert.That(
            () => IlgpuDevices.Create(BackendKind.Cuda, 99),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("cuda:99").And.Message.Contains("ilgpu-cpu"));

    [Test]
    public void Simd_backend_is_not_made_here() =>
        Assert.That(
            () => IlgpuDevices.Create(BackendKind.Simd, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase("", true, "ocl-icd-libopencl1")]
    [TestCase("libOpenCL.so.1", false, "ocl-icd-opencl-dev")]
    [TestCase("libOpenCL.so.1", true, "pocl-opencl-icd")]
    [TestCase("libOpenCL.so libOpenCL.so.1", false, "pocl-opencl-icd")]
    public void Advice_without_devices_names_the_package(string files, bool resolvesVersions, string package) =>
        Assert.That(
            NativeLibraries.OpenClAdvice(0, resolvesVersions, file => files.Split(' ').Contains(file)),
            Does.Contain(package));

    [Test]
    public void There_is_no_advice_where_a_device_is() =>
        Assert.That(NativeLibraries.OpenClAdvice(1, true, _ => true), Is.Empty);
}
