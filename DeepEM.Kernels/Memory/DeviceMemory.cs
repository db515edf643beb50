namespace DeepEM.Kernels.Memory;

/// <summary>What can still be allocated on a device.</summary>
/// <param name="FreeBytes">
/// Bytes that are free, where the driver says it, else those that this process has not taken; the fair share of one
/// backend where several use the device.
/// </param>
/// <param name="LargestBytes">Bytes of the largest tensor.</param>
public readonly record struct DeviceMemory(long FreeBytes, long LargestBytes)
{
    /// <summary>What the host's memory has free.</summary>
    internal static DeviceMemory OfHost()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long free = Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
        return new DeviceMemory(free, free);
    }
}
