using DeepEM.Engine.Foundation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Reads micrographs as pickers take them: binned band by band where the host's cores do so, else in full.
/// </summary>
/// <remarks>One object serves one caller at a time.</remarks>
public sealed class BinnedReader : IDisposable
{
    private readonly BandedBinning? _bands;

    /// <summary>Prepares to read for a device.</summary>
    /// <param name="backend">Who will pick; must outlive this object.</param>
    public BinnedReader(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _bands = backend.TakesConcurrentCalls ? new BandedBinning(backend) : null;
    }

    /// <summary>Whether micrographs are read in full, to be binned by the device.</summary>
    public bool ReadsInFull => _bands is null;

    /// <summary>Reads a micrograph.</summary>
    /// <param name="file">Its file; its pixels have not been read.</param>
    /// <param name="binning">How many times the network takes it binned, at least 1.</param>
    /// <param name="target">Used for the pixels where it has as many elements; null for a new array.</param>
    /// <returns>The micrograph, binned so many times, or in full.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public BinnedMicrograph Read(MicrographFile file, int binning, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _bands is null ? BinnedMicrograph.Of(file.Read(target)) : _bands.Read(file, binning, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _bands?.Dispose();
}
