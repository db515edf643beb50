using DeepEM.Kernels.Ilgpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>A driver that shows no GPU says why.</summary>
public sealed class CudaDriverTests
{
    [TestCase(0, 0, "counts no GPU")]
    [TestCase(0, 2, "(CUDA 12.8) counts 2 GPU(s), none of which")]
    [TestCase(100, 0, "CUDA_VISIBLE_DEVICES")]
    [TestCase(802, 0, "nvidia-fabricmanager")]
    [TestCase(803, 0, "restart the machine")]
    [TestCase(804, 0, "cuda-compat")]
    [TestCase(999, 0, "(error 999): nvidia-smi")]
    public void Each_trouble_has_its_sentence(int error, int devices, string text)
    {
        string said = new CudaDriver(error, devices, 12080).WhyNoDevice;
        Assert.That(said, Does.StartWith("CUDA: the ").And.Contain(text));
        Assert.That(said, Does.Not.Contain("\n"));
    }

    [Test]
    public void Under_WSL_the_library_of_Windows_is_tried_first()
    {
        const string Wsl = "Linux version 5.15.153.1-microsoft-standard-WSL2";
        Assert.That(
            string.Join(' ', NativeLibraries.Files("cuda", Wsl)),
            Is.EqualTo("/usr/lib/wsl/lib/libcuda.so.1 /usr/lib/wsl/lib/libcuda.so libcuda.so libcuda.so.1"));
        Assert.That(
            string.Join(' ', NativeLibraries.Files("cuda", "Linux version 6.1.0-18-amd64")),
            Is.EqualTo("libcuda.so libcuda.so.1"));
    }
}
