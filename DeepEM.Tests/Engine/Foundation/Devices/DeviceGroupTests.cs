using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Devices;

[TestFixture]
public sealed class DeviceGroupTests
{
    [Test]
    public void The_cores_of_the_host_are_one_worker()
    {
        using var group = DeviceGroup.Open("cpu", threads: 2);
        Assert.That(group.Workers.Single().Device, Is.EqualTo("cpu"));
        Assert.That(group.Description, Is.EqualTo(group.Workers[0].Backend.DeviceName));
    }

    [TestCase("Cuda", "cuda")]
    [TestCase("OpenCl", "opencl")]
    public void All_devices_of_a_kind_work_those_beside_the_host_twice(string backendName, string kind)
    {
        TestBackends.Get(backendName);
        using var group = DeviceGroup.Open($"{kind}:all", threads: 2);
        string[] devices = [.. DeviceSelector.List().Select(d => d.Id).Where(id => id.Split(':')[0] == kind)];

        Assert.That(group.Workers.Select(worker => worker.Device).Distinct(), Is.EqualTo(devices));
        foreach (IGrouping<string, DeviceWorker> workers in group.Workers.GroupBy(worker => worker.Device))
        {
            bool isBesideHost = workers.All(worker => worker.Backend is IlgpuBackend { IsBesideHost: true });
            Assert.That(workers.Count(), Is.EqualTo(isBesideHost ? 2 : 1));
        }
    }

    [Test]
    public void One_missing_device_of_several_is_named()
    {
        Assert.That(
            () => DeviceGroup.Open("ilgpu-cpu,opencl:99", threads: 1),
            Throws.TypeOf<DeviceNotFoundException>().With.Message.Contains("'opencl:99'"));
    }

    [Test]
    public void What_a_driver_says_is_the_failure_of_a_device_and_nothing_else_is()
    {
        var known = new DeviceOutOfMemoryException("H200", 3 << 20, inner: null);
        Assert.That(known.Message, Is.EqualTo("H200 has not enough free memory for 3 MiB more"));
        Assert.That(DeviceFailure.Of("cuda", known), Is.SameAs(known));
        Assert.That(
            DeviceFailure.Of("cuda:1", new ILGPU.Runtime.Cuda.CudaException("an illegal\naddress"))!.Message,
            Is.EqualTo("cuda:1 failed: an illegal address"));
        Assert.That(DeviceFailure.Of("cuda", new InvalidOperationException()), Is.Null);
    }
}
