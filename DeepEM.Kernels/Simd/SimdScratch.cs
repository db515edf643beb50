using System.Runtime.InteropServices;

namespace DeepEM.Kernels.Simd;

/// <summary>
/// Native working memory of one thread. It only grows, so that an operation met before allocates nothing.
/// </summary>
internal sealed unsafe class SimdScratch : IDisposable
{
    private readonly nint[] _buffers = new nint[Enum.GetValues<ScratchUse>().Length];
    private readonly long[] _bytes = new long[Enum.GetValues<ScratchUse>().Length];
    private readonly List<IDisposable> _kept = [];

    /// <summary>Frees the memory if nobody did.</summary>
    ~SimdScratch() => Free();

    /// <summary>What an operation keeps from call to call; made when first asked for, disposed with the rest.</summary>
    /// <typeparam name="T">The operation's own type: there is one object of each.</typeparam>
    /// <returns>The object of this type.</returns>
    public T Kept<T>()
        where T : class, IDisposable, new()
    {
        foreach (IDisposable kept in _kept)
        {
            if (kept is T found)
            {
                return found;
            }
        }

        var made = new T();
        _kept.Add(made);
        return made;
    }

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
        foreach (IDisposable kept in _kept)
        {
            kept.Dispose();
        }

        _kept.Clear();
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
