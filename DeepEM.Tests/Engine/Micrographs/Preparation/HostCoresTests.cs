using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

/// <summary>Whatever the device, images are read, binned and resampled on the host's cores: a device gets the bits that
/// the CPU gets, and never the full image.</summary>
public sealed class HostCoresTests
{
    private const int Height = 150;
    private const int Width = 203;
    private const double Diameter = 20;

    // Enough for images of the network, and not for the full one.
    private const long LittleMemory = sizeof(float) * Height * Width / 2;

    [TestCase(2, 1)]
    [TestCase(3.4, 3)]
    public void A_device_gets_the_image_of_the_CPU(double binning, int workers)
    {
        using ScratchFolder folder = new();
        MrcWriter.Write(folder["a.mrc"], Numbers.Floats(Numbers.Draw(1, Height * Width)), Height, Width, 1);
        using var host = new SimdBackend(workers);
        using IlgpuBackend device = IlgpuDevices.CreateLimited(BackendKind.IlgpuCpu, 0, LittleMemory);

        (BinnedMicrograph read, float[] prepared) = Prepare(host, folder["a.mrc"], binning);
        (BinnedMicrograph found, float[] pixels) = Prepare(device, folder["a.mrc"], binning);
        Assert.That(found.Binning, Is.EqualTo((int)binning));
        Assert.That(found.Pixels, Is.EqualTo(read.Pixels));
        Assert.That(pixels, Is.EqualTo(prepared));
    }

    [Test]
    public void A_full_image_is_prepared_on_the_host_too()
    {
        var micrograph = new Micrograph(
            "a.mrc", Height, Width, Numbers.Floats(Numbers.Draw(1, Height * Width)), null, []);
        using var host = new SimdBackend(2);
        using IlgpuBackend device = IlgpuDevices.CreateLimited(BackendKind.IlgpuCpu, 0, LittleMemory);
        using var onHost = new MicrographPreparer(host, 2.5, Diameter / 2.5);
        using var forDevice = new MicrographPreparer(device, 2.5, Diameter / 2.5);
        Assert.That(
            forDevice.Prepare(micrograph, "a").Pixels, Is.EqualTo(onHost.Prepare(micrograph, "a").Pixels));
    }

    private static (BinnedMicrograph Read, float[] Prepared) Prepare(
        IComputeBackend backend, string path, double binning)
    {
        using var reader = new BinnedReader(backend);
        using var preparer = new MicrographPreparer(backend, binning, Diameter / binning);
        using var file = MicrographFile.Open(path);
        BinnedMicrograph read = reader.Read(file, BinningSteps.For(binning).Blocks);
        return (read with { Pixels = [.. read.Pixels] }, preparer.Prepare(read).Pixels);
    }
}
