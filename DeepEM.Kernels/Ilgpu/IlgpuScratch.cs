using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>Device memory between the passes of an operation: grows to the largest need and is reused.</summary>
/// <remarks>Operations are ordered by one stream, so the next may overwrite what the last has read.</remarks>
internal sealed class IlgpuScratch : IDisposable
{
    private readonly IlgpuQueue _queue;
    private IlgpuTensor? _memory;

    /// <summary>Starts empty.</summary>
    /// <param name="queue">The queue of the operations that use it.</param>
    public IlgpuScratch(IlgpuQueue queue) => _queue = queue;

    /// <summary>At least this many values of any content, valid until the next call.</summary>
    /// <param name="length">How many.</param>
    public ArrayView<float> Take(long length)
    {
        if (_memory is null || _memory.Length < length)
        {
            Launch.RequireCountable(length);

            // What was queued may still use the old memory.
            _queue.Synchronize();
            _memory?.Dispose();
            _memory = null;
            _memory = new IlgpuTensor(_queue, new ImageShape(1, 1, 1, (int)length), layout: null);
        }

        return _memory.View;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();
}
