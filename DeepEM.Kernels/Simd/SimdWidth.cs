namespace DeepEM.Kernels.Simd;

/// <summary>The vectors that the SIMD backend computes with.</summary>
public enum SimdWidth
{
    /// <summary>System.Numerics.Vector: whatever the machine has; NEON on ARM.</summary>
    Any,

    /// <summary>256 bits, 8 lanes: AVX2.</summary>
    Bits256,

    /// <summary>512 bits, 16 lanes: AVX-512.</summary>
    Bits512,
}
