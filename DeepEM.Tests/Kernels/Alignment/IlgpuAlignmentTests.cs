using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

public sealed class IlgpuAlignmentTests
{
    [Test]
    public void Crops_that_go_in_several_passes_give_the_same_bits()
    {
        AlignmentShape shape = new(new PolarBasis(8, 2, 2, 8), 150, 2, 2, 1, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.3);
        IlgpuDevice device = TestBackends.Open(BackendKind.IlgpuCpu)!;
        device.Enter();
        try
        {
            using IlgpuQueue queue = new(device);
            using IlgpuScratch scratch = new(queue);
            using IlgpuAlignment whole = new(queue, scratch);
            using IlgpuAlignment inPasses = new(queue, scratch, mostValues: 1);
            Tensor Allocate(long length) => new IlgpuTensor(queue, new ImageShape(1, 1, 1, (int)length), layout: null);
            (float[] summaries, float[] memberships, float[] sums) = problem.Align(Allocate, whole, shape);
            (float[] found, float[] classes, float[] totals) = problem.Align(Allocate, inPasses, shape);
            Agreement.RequireSameBits(found, summaries);
            Agreement.RequireSameBits(classes, memberships);
            Agreement.RequireSameBits(totals, sums);
        }
        finally
        {
            device.Leave();
        }
    }
}
