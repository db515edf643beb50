using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>Devices that refuse to be opened, allow little, or are left while they work.</summary>
public sealed class IlgpuDeviceTests
{
    [Test]
    public void A_device_that_refuses_leaves_no_context_behind()
    {
        using Context context = IlgpuContext.Create(kind: null);
        var memory = new IlgpuMemory(1 << 20, limit: null);
        Assert.That(() => new IlgpuDevice(context, new BusyDevice(), memory), Throws.TypeOf<CudaException>());
        Assert.That(context.IsDisposed);
    }

    // Groups of 8 threads, of which no other device has so few.
    [Test]
    public void Groups_are_no_larger_than_a_device_allows()
    {
        using Context context = IlgpuContext.Create(kind: null);
        var small = new CPUDevice(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 2, numMultiprocessors: 1);
        using var backend = new IlgpuBackend(
            new IlgpuDevice(context, small, new IlgpuMemory(1L << 30, limit: null)),
            BackendKind.IlgpuCpu,
            ConvolutionVariant.Warps);
        ConvolutionShape shape = new(2, 3, 17, 9, 7, 9, 4);
        double[] input = Numbers.Draw(6, shape.Input.Length);
        double[] outputGradient = Numbers.Draw(7, shape.Output.Length);
        (double[] weights, double[] bias) = ConvolutionReference.BackwardWeights(input, outputGradient, shape);
        using Tensor inputs = backend.Images(shape.Input, input, ImageLayout.Patches);
        using Tensor gradients = backend.Images(shape.Output, outputGradient, ImageLayout.Patches);
        using Tensor weightsGradient = backend.Allocate(shape.WeightsLength);
        using Tensor biasGradient = backend.Allocate(shape.Filters);
        backend.Layers.ConvolutionBackwardWeights(inputs, gradients, weightsGradient, biasGradient, shape);

        Agreement.Require(weightsGradient.Read(), weights, Agreement.OfSums);
        Agreement.Require(biasGradient.Read(), bias, Agreement.OfSums);
    }

    [Test]
    public void A_backend_waits_for_what_is_queued_before_it_frees_memory()
    {
        IlgpuBackend backend = IlgpuDevices.Create(BackendKind.IlgpuCpu, 0);
        using (Tensor tensor = backend.Allocate(100))
        {
            tensor.Upload(new float[100]);
        }

        long before = backend.Waits;
        backend.Dispose();
        Assert.That(backend.Waits, Is.EqualTo(before + 1));
    }

    // Three pieces of 4 MiB and a little: no room for a piece beside the values, for one, for two, and for all.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Uploads_arrive_where_the_device_has_no_room_to_stage_them(int pieces)
    {
        const int Piece = 1 << 20;
        const int Length = (3 * Piece) + 5;
        using IlgpuBackend backend = IlgpuDevices.CreateLimited(
            BackendKind.IlgpuCpu, 0, sizeof(float) * (Length + ((long)pieces * Piece)));
        using Tensor tensor = backend.Allocate(Length);
        float[] values = [.. Enumerable.Range(0, Length).Select(i => (float)i)];
        float[] read = new float[Length];
        for (int time = 0; time < 3; time++)
        {
            values[time] = -1;
            tensor.Upload(values);
        }

        tensor.Download(read);
        Assert.That(read.AsSpan().SequenceEqual(values));
    }

    [Test]
    public void The_largest_tensor_is_the_devices_own_limit_however_little_is_free()
    {
        var memory = new IlgpuMemory(1000, limit: 600);
        memory.Enter();
        memory.Enter();
        Assert.That(memory.TryTake(400));
        Assert.That(memory.Share(free: null, largest: 250), Is.EqualTo(new DeviceMemory(100, 250)));
    }

    [DeviceType(AcceleratorType.CPU)]
    private sealed class BusyDevice : Device
    {
        public override Accelerator CreateAccelerator(Context context) => throw new CudaException("busy");
    }
}
