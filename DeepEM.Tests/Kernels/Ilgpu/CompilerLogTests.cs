using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Ilgpu;
using ILGPU.Runtime.Cuda;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>What a driver's compiler says of a kernel reaches the user.</summary>
public sealed class CompilerLogTests
{
    private const string Begin = "PTX Kernel loading failed:";

    [Test]
    public void The_first_lines_of_the_last_refusal_are_kept_on_one_line()
    {
        using var log = new CompilerLog();
        Assert.That(log.Last, Is.Empty);
        log.WriteLine(Begin);
        log.WriteLine("ptxas fatal : an older one");
        log.WriteLine(Begin);
        log.WriteLine("ptxas a.ptx, line 7; error\nptxas fatal : no more\n\n");
        log.WriteLine("third");
        log.WriteLine("fourth");

        Assert.That(log.Last, Is.EqualTo("ptxas a.ptx, line 7; error; ptxas fatal : no more; third"));
        log.WriteLine(Begin);
        log.WriteLine(">> No error information available");
        Assert.That(log.Last, Is.Empty);
        log.WriteLine(new string('x', 1000));
        Assert.That(log.Last, Has.Length.EqualTo(300));
    }

    [Test]
    public void It_is_said_of_a_kernel_that_was_refused_and_of_nothing_else()
    {
        System.Diagnostics.Trace.Listeners.Remove(CompilerLog.Shared);
        System.Diagnostics.Trace.Listeners.Add(CompilerLog.Shared);
        System.Diagnostics.Trace.WriteLine(Begin);
        System.Diagnostics.Trace.WriteLine("ptxas fatal : Unresolved extern function 'f'");

        Assert.That(
            DeviceFailure.Of("cuda", new CudaException(CudaError.CUDA_ERROR_INVALID_PTX))!.Message,
            Does.StartWith("cuda failed: ").And.EndsWith("(ptxas fatal : Unresolved extern function 'f')"));
        Assert.That(
            DeviceFailure.Of("cuda", new CudaException("an illegal address"))!.Message,
            Is.EqualTo("cuda failed: an illegal address"));
    }
}
