namespace DeepEM.Kernels.Simd;

/// <summary>
/// A side of a register tile, known to the JIT: each kernel is written once for the largest tile, and what a smaller
/// tile does not have is left out when it is compiled.
/// </summary>
internal interface ITileExtent
{
    /// <summary>The extent.</summary>
    static abstract int Value { get; }
}
