using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using ILGPU.Runtime.Cuda;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>Pages of the host's memory are locked once each, from any thread, and none once one was refused.</summary>
public sealed class PageLocksTests
{
    [Test]
    public void After_a_refusal_none_is_asked_for()
    {
        IlgpuDevice device = TestBackends.Open(BackendKind.IlgpuCpu)!;
        device.Enter();
        try
        {
            var locks = new PageLocks(device.Accelerator);
            int asked = 0;
            Action? taken = locks.TryLock(() => () => { });
            Assert.That((taken is null, locks.IsRefused), Is.EqualTo((false, false)));
            Action? refused = locks.TryLock(() => throw new CudaException("too many locked pages"));
            Action? notAskedFor = locks.TryLock(() =>
            {
                asked++;
                return () => { };
            });
            Assert.That((refused, notAskedFor), Is.EqualTo(((Action?)null, (Action?)null)));
            Assert.That((asked, locks.IsRefused), Is.EqualTo((0, true)));
        }
        finally
        {
            device.Leave();
        }
    }

    [TestCase(4096)]
    [TestCase(65536)]
    public void Two_buffers_share_no_page_whatever_its_size(int pageBytes)
    {
        List<(nint First, long Bytes)> ranges = [];
        for (int i = 0; i < 5; i++)
        {
            using var buffer = new HostBuffer(
                1000,
                (address, length) =>
                {
                    ranges.Add((address, sizeof(float) * (long)length));
                    return null;
                },
                pageBytes);
            Assert.That(buffer.Values.Length, Is.EqualTo(1000));
            Assert.That(buffer.IsLocked, Is.False);
        }

        Assert.That(ranges.Select(range => range.First % pageBytes), Is.All.Zero);
        Assert.That(ranges.Select(range => range.Bytes % pageBytes), Is.All.Zero);
        Assert.That(ranges.Select(range => range.Bytes), Is.All.EqualTo(pageBytes));
    }

    [Test]
    public void A_thread_that_has_not_used_CUDA_locks_pages_too()
    {
        IComputeBackend backend = TestBackends.Get("Cuda");
        bool isLocked = false;
        var thread = new Thread(() =>
        {
            using HostBuffer buffer = backend.AllocateHost(1000);
            isLocked = buffer.IsLocked;
        });
        thread.Start();
        thread.Join();
        Assert.That(isLocked);
    }
}
