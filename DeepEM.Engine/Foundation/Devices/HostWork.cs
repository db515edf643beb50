using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>Work on the host's cores beside what a device does.</summary>
internal static class HostWork
{
    /// <summary>Runs independent items and returns when all have ended.</summary>
    /// <param name="backend">The backend at hand: the one on the host's cores lends its threads, a device's single
    /// worker would keep it waiting for one core.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="body">Receives the item.</param>
    public static void ForEach(IComputeBackend backend, int count, Action<int> body)
    {
        if (backend.Kind == BackendKind.Simd)
        {
            backend.ForEach(count, (_, item) => body(item));
        }
        else
        {
            Parallel.For(0, count, body);
        }
    }
}
