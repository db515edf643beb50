using System.Runtime.InteropServices;

namespace DeepEM.Kernels.Memory;

/// <summary>Float32 values in the host's memory that a device copies to and from directly.</summary>
/// <remarks>
/// The memory stays in its place and begins and ends with a page; where the driver can lock pages (CUDA) it is locked,
/// and a copy needs no staging. Made by <see cref="IDevice.AllocateHost"/>; whoever allocates disposes, before
/// the device.
/// </remarks>
public sealed class HostBuffer : IDisposable
{
    private readonly float[] _memory;
    private readonly int _offset;
    private readonly Action? _unlock;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">Number of values.</param>
    /// <param name="lockPages">Locks so many values from an address on and gives what unlocks them; or null.</param>
    /// <param name="pageBytes">Bytes of a page; null for what the system has: 4 KiB, on some machines 64.</param>
    internal HostBuffer(int length, Func<nint, int, Action?>? lockPages, int? pageBytes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;

        // Two locked ranges must not share a page.
        int page = pageBytes ?? Environment.SystemPageSize;
        int pageValues = page / sizeof(float);
        int locked = checked((length + pageValues - 1) / pageValues * pageValues);
        _memory = GC.AllocateArray<float>(checked(locked + pageValues), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        int skipped = (int)(-address & (page - 1));
        _offset = skipped / sizeof(float);
        _unlock = lockPages?.Invoke(address + skipped, locked);
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<float> Values => _memory.AsSpan(_offset, Length);

    /// <summary>Whether the driver has locked the pages.</summary>
    internal bool IsLocked => _unlock is not null;

    /// <inheritdoc/>
    public void Dispose() => _unlock?.Invoke();
}
