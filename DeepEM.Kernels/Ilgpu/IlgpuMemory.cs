using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>What the backends on one device have taken of its memory together.</summary>
/// <param name="total">Bytes of the device.</param>
/// <param name="limit">Bytes that may be taken; null for all that the device has.</param>
internal sealed class IlgpuMemory(long total, long? limit)
{
    private readonly long _limit = limit ?? long.MaxValue;
    private long _taken;
    private int _users;

    /// <summary>Counts one more backend.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>Counts one backend less.</summary>
    public void Leave() => Interlocked.Decrement(ref _users);

    /// <summary>Takes memory.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>False where that is above the limit.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    /// <summary>Gives memory back.</summary>
    /// <param name="bytes">How much.</param>
    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);

    /// <summary>What one of the backends can still take.</summary>
    /// <param name="free">What the driver says is free; null where it does not say.</param>
    /// <param name="largest">Bytes of the largest tensor.</param>
    public DeviceMemory Share(long? free, long largest)
    {
        long taken = Interlocked.Read(ref _taken);
        long left = Math.Max(0, Math.Min(free ?? (total - taken), _limit - taken));
        long share = left / Math.Max(1, Volatile.Read(ref _users));
        return new DeviceMemory(share, Math.Min(share, largest));
    }
}
