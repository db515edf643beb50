using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Reads micrographs as pickers take them: binned band by band on the host's cores, whatever the device.
/// </summary>
/// <remarks>One object serves one caller at a time.</remarks>
public sealed class BinnedReader : IDisposable
{
    private readonly HostCores _cores;
    private readonly BandedBinning _bands;

    /// <summary>Prepares to read for a device.</summary>
    /// <param name="backend">Who will pick; must outlive this object.</param>
    public BinnedReader(IComputeBackend backend)
    {
        _cores = new HostCores(backend);
        _bands = new BandedBinning(_cores.Backend, _cores.Threads);
    }

    /// <summary>Reads a micrograph.</summary>
    /// <param name="file">Its file; its pixels have not been read.</param>
    /// <param name="binning">How many times the network takes it binned, at least 1.</param>
    /// <param name="target">Used for the pixels where it has as many elements; null for a new array.</param>
    /// <returns>The micrograph, binned so many times.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public BinnedMicrograph Read(MicrographFile file, int binning, float[]? target = null) =>
        _bands.Read(file, binning, target);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bands.Dispose();
        _cores.Dispose();
    }
}
