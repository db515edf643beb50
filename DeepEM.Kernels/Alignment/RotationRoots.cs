using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Alignment;

/// <summary>What the kernels of the alignment read of a basis, in the memory of a device; kept for the last basis.
/// </summary>
/// <param name="queue">What orders the upload before the kernels that read it.</param>
internal sealed class RotationRoots(IlgpuQueue queue) : IDisposable
{
    private PolarBasis? _basis;
    private IlgpuTensor? _values;

    /// <summary>The values of a basis.</summary>
    /// <param name="basis">The basis.</param>
    /// <returns>cos(2π·r/R), sin(2π·r/R), the first coefficient of each order and L, the order of each coefficient.
    /// </returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    public ArrayView<float> Of(PolarBasis basis)
    {
        if (_values is null || !ReferenceEquals(_basis, basis))
        {
            float[] values =
            [
                .. basis.Turns.Roots,
                .. basis.FirstOfOrder.ToArray().Select(first => (float)first),
                .. basis.OrderOf.ToArray().Select(order => (float)order),
            ];
            if (_values is not null)
            {
                // Kernels that were queued may still read it.
                queue.Synchronize();
                _values.Dispose();
                _values = null;
            }

            _values = new IlgpuTensor(queue, new ImageShape(1, 1, 1, values.Length), layout: null);
            _values.Upload(values);
            _basis = basis;
        }

        return _values.View;
    }

    /// <inheritdoc/>
    public void Dispose() => _values?.Dispose();
}
