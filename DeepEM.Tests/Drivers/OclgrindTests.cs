using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Drivers;

/// <summary>The kernels on a device that watches every access to memory.</summary>
/// <remarks>One core for minutes, while the tests on the stand-in use the other.</remarks>
[Parallelizable(ParallelScope.Self)]
public sealed class OclgrindTests
{
    // Every family of kernels. Copies of tensors are slow there and have no kernels; a device that does one thing
    // after the other gives the same bits twice whatever is wrong.
    private const string Kernels =
        "FullyQualifiedName~OpenCl&FullyQualifiedName~DeepEM.Tests.Kernels&FullyQualifiedName!~Kernels.Ilgpu"
        + "&FullyQualifiedName!~TensorTests&FullyQualifiedName!~Two_runs_give_the_same_bits";

    [Test]
    public void No_kernel_races_or_leaves_its_memory_and_every_call_is_right()
    {
        using ScratchFolder folder = new();
        string log = folder["oclgrind.log"];

        (int passed, string trouble) = TestProgram.Run(Oclgrind.Variables(folder, log), Kernels);

        Assert.That(trouble, Is.Empty);
        Assert.That(File.ReadLines(log).Take(40), Is.Empty);
        TestContext.Out.WriteLine($"{passed} tests passed under Oclgrind.");
    }
}
