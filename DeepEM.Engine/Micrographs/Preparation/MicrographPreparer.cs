using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Turns micrographs into what the network sees; training and picking share this code.</summary>
/// <remarks>
/// A dead or hot line is mended in the pixels that were given, where these are not binned here.
/// Binning by averaging and rescaling (<see cref="BinningSteps"/>), mending of damaged lines, removal of the background
/// with a window of four particle diameters, robust normalisation of the whole micrograph. One normalisation for the
/// whole image is what makes dense evaluation exact (one convolution of the image is that of every window). Keeps its
/// buffers: one object serves one thread at a time.
/// </remarks>
public sealed class MicrographPreparer : IDisposable
{
    // Half the side of the background window, in particle diameters.
    private const double BackgroundRadius = 2;

    private readonly IComputeBackend _backend;
    private readonly BinningSteps _steps;
    private readonly int _backgroundRadius;
    private readonly Rescaler _rescaler;
    private Tensor? _input;
    private Tensor? _binned;
    private float[] _spare = [];
    private float[] _rescaled = [];

    /// <summary>Prepares for one kind of particle.</summary>
    /// <param name="backend">Device for the binning; must outlive this object.</param>
    /// <param name="binning">Original pixels per pixel of the image, along each side; any positive number.</param>
    /// <param name="diameter">Particle diameter in binned pixels.</param>
    public MicrographPreparer(IComputeBackend backend, double binning, double diameter)
        : this(backend, BinningSteps.For(binning), diameter)
    {
    }

    /// <summary>Prepares for one kind of particle.</summary>
    /// <param name="backend">Device for the binning; must outlive this object.</param>
    /// <param name="steps">How micrographs are binned.</param>
    /// <param name="diameter">Particle diameter in binned pixels.</param>
    public MicrographPreparer(IComputeBackend backend, BinningSteps steps, double diameter)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(diameter);
        _backend = backend;
        _steps = steps;
        _rescaler = new Rescaler(backend);
        _backgroundRadius = Math.Max(1, (int)Math.Round(BackgroundRadius * diameter));
    }

    /// <summary>Prepares one micrograph.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <param name="name">Which micrograph this is.</param>
    /// <returns>The image, in newly allocated memory; all zero when the micrograph is flat.</returns>
    public PreparedMicrograph Prepare(Micrograph micrograph, string name)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (int height, int width) = Extents(micrograph.Height, micrograph.Width);
        float[] pixels = new float[checked(height * width)];
        Rescaled(BinnedMicrograph.Of(micrograph), height, width).CopyTo(pixels, 0);
        BackgroundRemoval.SubtractLocalMean(pixels, height, width, _backgroundRadius);
        RobustNormalisation.Apply(pixels);
        return new PreparedMicrograph(name, pixels, height, width, _steps.Binning, micrograph.Height, micrograph.Width);
    }

    /// <summary>Prepares one micrograph with all threads.</summary>
    /// <param name="micrograph">The micrograph, in full or binned as many times as this object says.</param>
    /// <param name="target">Receives the image where it has as many elements; null, or another, for new memory.</param>
    /// <returns>The same values either way.</returns>
    /// <exception cref="ArgumentException">It is binned otherwise.</exception>
    public PreparedMicrograph Prepare(BinnedMicrograph micrograph, float[]? target = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (int height, int width) = Extents(micrograph.Height, micrograph.Width);
        int length = checked(height * width);
        float[] flattened = target?.Length == length ? target : new float[length];
        BackgroundRemoval.SubtractLocalMean(
            _backend, Rescaled(micrograph, height, width), flattened, (height, width), _backgroundRadius);
        RobustNormalisation.Apply(_backend, flattened);
        return new PreparedMicrograph(
            micrograph.Path, flattened, height, width, _steps.Binning, micrograph.Height, micrograph.Width);
    }

    /// <summary>Bins a micrograph and leaves its grey levels as they are.</summary>
    /// <param name="micrograph">The micrograph, in full or binned as this object says.</param>
    /// <returns>The image; valid until the next call.</returns>
    internal PreparedMicrograph Rescale(BinnedMicrograph micrograph)
    {
        (int height, int width) = Extents(micrograph.Height, micrograph.Width);
        return new PreparedMicrograph(
            micrograph.Path,
            Rescaled(micrograph, height, width),
            height,
            width,
            _steps.Binning,
            micrograph.Height,
            micrograph.Width);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input?.Dispose();
        _binned?.Dispose();
        _rescaler.Dispose();
    }

    private (int Height, int Width) Extents(int height, int width) => (_steps.Extent(height), _steps.Extent(width));

    // Valid until the next call.
    private float[] Rescaled(BinnedMicrograph micrograph, int height, int width)
    {
        (int Height, int Width) blocks = (_steps.BlockExtent(micrograph.Height), _steps.BlockExtent(micrograph.Width));
        float[] binned = Binned(micrograph, blocks.Height, blocks.Width);
        DamagedLines.Mend(binned, blocks.Height, blocks.Width);
        if (_steps.Ratio == 1)
        {
            return binned;
        }

        Resize(ref _rescaled, height * width);
        _rescaler.Rescale(binned, blocks, _rescaled, (height, width), _steps.Ratio);
        return _rescaled;
    }

    private float[] Binned(BinnedMicrograph micrograph, int height, int width)
    {
        if (micrograph.Binning == _steps.Blocks)
        {
            return micrograph.Pixels;
        }

        if (micrograph.Binning != 1)
        {
            throw new ArgumentException(
                $"It is binned {micrograph.Binning} times, expected {_steps.Blocks}.", nameof(micrograph));
        }

        Resize(ref _spare, height * width);
        Bin(micrograph.Whole(), height, width, _spare);
        return _spare;
    }

    private static void Resize(ref float[] buffer, int length) =>
        buffer = buffer.Length == length ? buffer : new float[length];

    private void Bin(Micrograph micrograph, int height, int width, float[] pixels)
    {
        var shape = new ImageShape(1, 1, micrograph.Height, micrograph.Width);
        if (_input is null || _binned is null || _input.Images != shape)
        {
            _input?.Dispose();
            _binned?.Dispose();
            _input = _backend.AllocateImages(shape, ImageLayout.Micrograph);
            _binned = _backend.AllocateImages(new ImageShape(1, 1, height, width), ImageLayout.Micrograph);
        }

        _input.Upload(micrograph.Pixels);
        _backend.Maps.Binning(_input, _binned, micrograph.Height, micrograph.Width, _steps.Blocks);
        _binned.Download(pixels);
    }
}
