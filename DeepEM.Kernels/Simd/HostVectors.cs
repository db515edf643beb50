using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepEM.Kernels.Simd;

/// <summary>What <see cref="Vector{T}"/> leaves to the machine, for code on the host.</summary>
public static class HostVectors
{
    /// <summary>
    /// left·right + addend: rounded once where the machine has an instruction for it, else after the product and after
    /// the sum.
    /// </summary>
    /// <remarks>
    /// Processors without AVX2 have none on x86. <see cref="Vector.FusedMultiplyAdd(Vector{float}, Vector{float},
    /// Vector{float})"/> then calls a function for each lane, which made a micrograph take 45 times as long.
    /// </remarks>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other.</param>
    /// <param name="addend">What is added.</param>
    /// <returns>The sum, lane by lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
        Fma.IsSupported || AdvSimd.IsSupported
            ? Vector.FusedMultiplyAdd(left, right, addend)
            : (left * right) + addend;
}
