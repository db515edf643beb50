using System.Numerics;
using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Activation;

/// <summary>The logistic sigmoid of the SIMD backend, for code on the host that prepares a device's input.</summary>
public static class HostActivation
{
    /// <summary>1 / (1 + exp(−z)), to 2 units in the last place; never overflows.</summary>
    /// <param name="z">Where; NaN gives NaN.</param>
    /// <returns>The sigmoid of each lane, between 0 and 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> z) => SimdMath<SimdAny, Vector<float>>.Sigmoid(z);
}
