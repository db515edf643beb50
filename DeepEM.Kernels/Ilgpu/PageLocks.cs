using ILGPU.Runtime;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Locks pages of the host's memory for a device, where its driver can do that.</summary>
/// <remarks>
/// Without the lock the driver stages the copies itself; a machine may allow a process few locked pages. After the
/// first refusal none is asked for: what ILGPU has half made then unlocks that address when it is collected, which by
/// then may be somebody else's.
/// </remarks>
/// <param name="accelerator">The device.</param>
internal sealed class PageLocks(Accelerator accelerator)
{
    private volatile bool _isRefused;

    /// <summary>Whether the driver has refused a lock.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>Locks values of pinned memory.</summary>
    /// <param name="address">Where they begin, on a page.</param>
    /// <param name="length">How many, to the end of a page.</param>
    /// <returns>What unlocks them; null where they are not locked.</returns>
    public Action? TryLock(nint address, int length)
    {
        if (accelerator.AcceleratorType != AcceleratorType.Cuda)
        {
            return null;
        }

        // Of all that ILGPU calls this alone does not make the device current on the calling thread.
        accelerator.Bind();
        return TryLock(() =>
        {
            PageLockScope<float> scope = accelerator.CreatePageLockFromPinned<float>(address, length);
            return () => IlgpuDevice.Release(scope);
        });
    }

    /// <summary>Takes a lock unless one was refused before.</summary>
    /// <param name="take">Takes it and gives what releases it.</param>
    internal Action? TryLock(Func<Action> take)
    {
        if (_isRefused)
        {
            return null;
        }

        try
        {
            return take();
        }
        catch (Exception exception) when (exception is AcceleratorException or NotSupportedException)
        {
            _isRefused = true;
            return null;
        }
    }
}
