using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Turns micrographs into what the network sees; training and picking share this code.</summary>
/// <remarks>
/// Binning by averaging, mending of damaged lines, removal of the background with a window of four particle diameters,
/// robust normalisation of the whole micrograph. One normalisation for the whole image is what makes dense evaluation
/// exact (one convolution of the image is that of every window). Keeps its buffers: one object serves one thread at a
/// time.
/// </remarks>
public sealed class MicrographPreparer : IDisposable
{
    // Half the side of the background window, in particle diameters.
    private const double BackgroundRadius = 2;

    private readonly IComputeBackend _backend;
    private readonly int _binning;
    private readonly int _backgroundRadius;
    private Tensor? _input;
    private Tensor? _binned;
    private float[] _spare = [];

    /// <summary>Prepares for one kind of particle.</summary>
    /// <param name="backend">Device for the binning; must outlive this object.</param>
    /// <param name="binning">Side of the blocks that are averaged, at least 1.</param>
    /// <param name="diameter">Particle diameter in binned pixels.</param>
    public MicrographPreparer(IComputeBackend backend, int binning, double diameter)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(diameter);
        _backend = backend;
        _binning = binning;
        _backgroundRadius = Math.Max(1, (int)Math.Round(BackgroundRadius * diameter));
    }

    /// <summary>Prepares one micrograph.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <param name="name">Which micrograph this is.</param>
    /// <returns>The image, in newly allocated memory; all zero when the micrograph is flat.</returns>
    public PreparedMicrograph Prepare(Micrograph micrograph, string name)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        int height = (micrograph.Height + _binning - 1) / _binning;
        int width = (micrograph.Width + _binning - 1) / _binning;
        float[] pixels = new float[checked(height * width)];
        Bin(micrograph, height, width, pixels);
        DamagedLines.Mend(pixels, height, width);
        BackgroundRemoval.SubtractLocalMean(pixels, height, width, _backgroundRadius);
        RobustNormalisation.Apply(pixels);
        return new PreparedMicrograph(name, pixels, height, width, _binning, micrograph.Height, micrograph.Width);
    }

    /// <summary>Prepares one micrograph with all threads.</summary>
    /// <param name="micrograph">The micrograph, in full or binned as many times as this object says.</param>
    /// <param name="target">Receives the image where it has as many elements; null, or another, for new memory.</param>
    /// <returns>The same values either way.</returns>
    /// <exception cref="ArgumentException">It is binned otherwise.</exception>
    public PreparedMicrograph Prepare(BinnedMicrograph micrograph, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (int height, int width) =
            ((micrograph.Height + _binning - 1) / _binning, (micrograph.Width + _binning - 1) / _binning);
        int length = checked(height * width);
        float[] flattened = target?.Length == length ? target : new float[length];
        float[] binned = Binned(micrograph, height, width);
        DamagedLines.Mend(binned, height, width);
        BackgroundRemoval.SubtractLocalMean(
            _backend, binned, flattened, (height, width), _backgroundRadius);
        RobustNormalisation.Apply(_backend, flattened);
        return new PreparedMicrograph(
            micrograph.Path, flattened, height, width, _binning, micrograph.Height, micrograph.Width);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input?.Dispose();
        _binned?.Dispose();
    }

    private float[] Binned(BinnedMicrograph micrograph, int height, int width)
    {
        if (micrograph.Binning == _binning)
        {
            return micrograph.Pixels;
        }

        if (micrograph.Binning != 1)
        {
            throw new ArgumentException(
                $"It is binned {micrograph.Binning} times, expected {_binning}.", nameof(micrograph));
        }

        if (_spare.Length != height * width)
        {
            _spare = new float[height * width];
        }

        Bin(micrograph.Whole(), height, width, _spare);
        return _spare;
    }

    private void Bin(Micrograph micrograph, int height, int width, float[] pixels)
    {
        if (_binning == 1)
        {
            micrograph.Pixels.CopyTo(pixels, 0);
            return;
        }

        var shape = new ImageShape(1, 1, micrograph.Height, micrograph.Width);
        if (_input is null || _binned is null || _input.Images != shape)
        {
            _input?.Dispose();
            _binned?.Dispose();
            _input = _backend.AllocateImages(shape, ImageLayout.Micrograph);
            _binned = _backend.AllocateImages(new ImageShape(1, 1, height, width), ImageLayout.Micrograph);
        }

        _input.Upload(micrograph.Pixels);
        _backend.Maps.Binning(_input, _binned, micrograph.Height, micrograph.Width, _binning);
        _binned.Download(pixels);
    }
}
