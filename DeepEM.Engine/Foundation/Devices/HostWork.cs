using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>Work on the host's cores beside what a device does.</summary>
internal static class HostWork
{
    /// <summary>Runs independent items and returns when all have ended.</summary>
    /// <param name="device">The device at hand, whose workers do it where they are the host's cores.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="body">Receives the item.</param>
    public static void ForEach(IDevice device, int count, Action<int> body)
    {
        if (device.LendsHostCores)
        {
            device.ForEach(count, (_, item) => body(item));
        }
        else
        {
            Parallel.For(0, count, body);
        }
    }
}
