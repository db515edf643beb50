using System.Runtime.InteropServices;
using DeepEM.Kernels.Convolution.Simd;

namespace DeepEM.Kernels.Simd;

/// <summary>
/// Native working memory of one thread. It only grows, so that an operation met before allocates nothing.
/// </summary>
internal sealed unsafe class SimdScratch : IDisposable
{
    private readonly nint[] _buffers = new nint[Enum.GetValues<ScratchUse>().Length];
    private readonly long[] _bytes = new long[Enum.GetValues<ScratchUse>().Length];

    /// <summary>Frees the memory if nobody did.</summary>
    ~SimdScratch() => Free();

    /// <summary>Spectra of filters.</summary>
    public FourierFilterStore Filters { get; } = new();

    /// <summary>Memory for values, aligned to 64 bytes; what it holds is left from the last use.</summary>
    /// <param name="use">What for: each use has its own memory.</param>
    /// <param name="length">Values needed.</param>
    /// <returns>The memory, valid until the next call for the same use.</returns>
    public float* Floats(ScratchUse use, long length) => (float*)Take(use, checked(length * sizeof(float)));

    /// <summary>Memory for double-precision values; see <see cref="Floats"/>.</summary>
    /// <param name="use">What for: each use has its own memory.</param>
    /// <param name="length">Values needed.</param>
    /// <returns>The memory, valid until the next call for the same use.</returns>
    public double* Doubles(ScratchUse use, long length) => (double*)Take(use, checked(length * sizeof(double)));

    /// <summary>Memory for offsets; see <see cref="Floats"/>.</summary>
    /// <param name="use">What for: each use has its own memory.</param>
    /// <param name="length">Values needed.</param>
    /// <returns>The memory, valid until the next call for the same use.</returns>
    public nint* Offsets(ScratchUse use, long length) => (nint*)Take(use, checked(length * sizeof(nint)));

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        Filters.Dispose();
        GC.SuppressFinalize(this);
    }

    private void* Take(ScratchUse use, long bytes)
    {
        int slot = (int)use;
        if (_bytes[slot] < bytes)
        {
            NativeMemory.AlignedFree((void*)_buffers[slot]);
            _buffers[slot] = 0;
            _bytes[slot] = 0;
            _buffers[slot] = (nint)NativeMemory.AlignedAlloc(checked((nuint)bytes), SimdTensor.Alignment);
            NativeMemory.Clear((void*)_buffers[slot], (nuint)bytes);
            _bytes[slot] = bytes;
        }

        return (void*)_buffers[slot];
    }

    private void Free()
    {
        for (int slot = 0; slot < _buffers.Length; slot++)
        {
            NativeMemory.AlignedFree((void*)_buffers[slot]);
            _buffers[slot] = 0;
            _bytes[slot] = 0;
        }
    }
}
