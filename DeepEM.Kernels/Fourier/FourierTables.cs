using DeepEM.Kernels.Ilgpu;
using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Fourier;

/// <summary>The roots of 1 in the memory of a device for every length that was met, kept as long as the backend.
/// </summary>
/// <param name="queue">What orders their upload before the kernels that read them.</param>
internal sealed class FourierTables(IlgpuQueue queue) : IDisposable
{
    private readonly Dictionary<int, IlgpuTensor> _tables = [];

    /// <summary>The roots for one length, worked out in double precision.</summary>
    /// <param name="length">N, at least 1.</param>
    /// <returns>cos(2π·t/N) for t = 0 to N − 1, then as many values −sin(2π·t/N).</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    public ArrayView<float> For(int length)
    {
        if (!_tables.TryGetValue(length, out IlgpuTensor? table))
        {
            float[] roots = new float[checked(2 * length)];
            for (int t = 0; t < length; t++)
            {
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * t / length);
                (roots[t], roots[length + t]) = ((float)cosine, (float)-sine);
            }

            table = new IlgpuTensor(queue, new ImageShape(1, 1, 1, roots.Length), layout: null);
            _tables.Add(length, table);
            table.Upload(roots);
        }

        return table.View;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IlgpuTensor table in _tables.Values)
        {
            table.Dispose();
        }

        _tables.Clear();
    }
}
