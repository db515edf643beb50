using DeepEM.Engine.Picking.Peaks;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Memory and transforms for decoys of one size of region, kept from micrograph to micrograph.</summary>
/// <remarks>One object serves one caller at a time; a region and what comes of it are valid until the next.</remarks>
/// <param name="device">Lends its workers; must outlive this object.</param>
internal sealed class DecoyBuffers(IDevice device)
{
    private readonly Dictionary<DecoyBuffer, Array> _arrays = [];
    private readonly Dictionary<DecoyBuffer, Spectrum> _spectra = [];
    private readonly Dictionary<(int Height, int Width), FourierTransform> _transforms = [];

    /// <summary>Memory for the candidates of the region.</summary>
    public List<Peak> Candidates { get; } = [];

    /// <summary>Who does the work.</summary>
    public IDevice Device => device;

    /// <summary>Gives memory.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="use">What for.</param>
    /// <param name="length">How many values.</param>
    /// <returns>As many values, as the last use left them.</returns>
    public T[] Take<T>(DecoyBuffer use, int length)
    {
        if (!_arrays.TryGetValue(use, out Array? kept) || kept.Length != length)
        {
            kept = new T[length];
            _arrays[use] = kept;
        }

        return (T[])kept;
    }

    /// <summary>Gives memory that holds zeros.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="use">What for.</param>
    /// <param name="length">How many values.</param>
    public T[] TakeClear<T>(DecoyBuffer use, int length)
    {
        T[] values = Take<T>(use, length);
        Array.Clear(values);
        return values;
    }

    /// <summary>Gives memory for the spectrum of a transform.</summary>
    /// <param name="use">What for.</param>
    /// <param name="transform">The transform.</param>
    /// <returns>A spectrum with the values that the last use left.</returns>
    public Spectrum Take(DecoyBuffer use, FourierTransform transform)
    {
        if (!_spectra.TryGetValue(use, out Spectrum? kept)
            || (kept.Height, kept.Width) != (transform.Height, transform.Width))
        {
            kept = new Spectrum(transform.Height, transform.Width);
            _spectra[use] = kept;
        }

        return kept;
    }

    /// <summary>The transform of a size; sizes are powers of two, so there are few.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public FourierTransform Transform(int height, int width)
    {
        if (!_transforms.TryGetValue((height, width), out FourierTransform? transform))
        {
            transform = new FourierTransform(height, width, device);
            _transforms.Add((height, width), transform);
        }

        return transform;
    }
}
