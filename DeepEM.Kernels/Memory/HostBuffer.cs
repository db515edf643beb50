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
    private const int PageBytes = 4096;
    private const int PageValues = PageBytes / sizeof(float);
    private readonly float[] _memory;
    private readonly int _offset;
    private readonly Action? _unlock;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">Number of values.</param>
    /// <param name="lockPages">Locks so many values from an address on and gives what unlocks them; or null.</param>
    internal HostBuffer(int length, Func<nint, int, Action?>? lockPages)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;

        // Two locked ranges must not share a page.
        int locked = checked((length + PageValues - 1) / PageValues * PageValues);
        _memory = GC.AllocateArray<float>(checked(locked + PageValues), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        int skipped = (int)(-address & (PageBytes - 1));
        _offset = skipped / sizeof(float);
        _unlock = lockPages?.Invoke(address + skipped, locked);
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<float> Values => _memory.AsSpan(_offset, Length);

    /// <inheritdoc/>
    public void Dispose() => _unlock?.Invoke();
}
