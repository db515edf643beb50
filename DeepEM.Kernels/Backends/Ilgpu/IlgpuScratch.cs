using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Backends.Ilgpu;

/// <summary>Device memory between the passes of an operation: grows to the largest need and is reused.</summary>
/// <remarks>Operations are ordered by one stream, so the next may overwrite what the last has read.</remarks>
internal sealed class IlgpuScratch : IDisposable
{
    private readonly AcceleratorStream _stream;
    private readonly ClearKernels _clear;
    private IlgpuTensor? _memory;

    /// <summary>Starts empty.</summary>
    /// <param name="stream">The stream of the operations that use it.</param>
    /// <param name="clear">What a tensor needs to start from zeros.</param>
    public IlgpuScratch(AcceleratorStream stream, ClearKernels clear) => (_stream, _clear) = (stream, clear);

    /// <summary>At least this many values of any content, valid until the next call.</summary>
    /// <param name="length">How many.</param>
    public ArrayView<float> Take(long length)
    {
        if (_memory is null || _memory.Length < length)
        {
            Launch.RequireCountable(length);

            // What was queued may still use the old memory.
            _stream.Synchronize();
            _memory?.Dispose();
            _memory = null;
            _memory = new IlgpuTensor(_stream, _clear, new ImageShape(1, 1, 1, (int)length), layout: null);
        }

        return _memory.View;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();
}
