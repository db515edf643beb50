using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Fourier;

/// <summary>The two-dimensional Fourier transform of real images of one size, and its inverse.</summary>
/// <remarks>
/// <code>F(v, u) = Σ_y Σ_x image[y, x] · exp(−2πi·(u·x/Width + v·y/Height))</code>
/// <code>image[y, x] = 1/(Height·Width) · Σ_v Σ_u F(v, u) · exp(+2πi·(u·x/Width + v·y/Height))</code>
/// Rows are transformed in pairs, one as the real and one as the imaginary part of a complex line; then the columns.
/// Any size works; powers of two are fastest. The result does not depend on the number of threads. What runs on the
/// workers of a device keeps its lines from call to call: one object serves one caller at a time then.
/// </remarks>
public sealed class FourierTransform
{
    private readonly PlaneTransform _plane;
    private readonly ParallelOptions _parallel;
    private readonly IDevice? _workers;
    private readonly LineBuffer?[] _rowLines = [];
    private readonly LineBuffer?[] _columnLines = [];

    // What the workers are at: kept here, so that the many calls for small tiles leave nothing to the collector.
    private Action<int, int>? _onWorker;
    private Step _step;
    private float[] _image = [];
    private Spectrum? _spectrum;

    /// <summary>Prepares the transform of one size.</summary>
    /// <param name="height">Rows of the images, at least 1.</param>
    /// <param name="width">Columns of the images, at least 1.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public FourierTransform(int height, int width, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _plane = new PlaneTransform(height, width);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Prepares the transform of one size for many calls in turn.</summary>
    /// <param name="height">Rows of the images, at least 1.</param>
    /// <param name="width">Columns of the images, at least 1.</param>
    /// <param name="device">Lends its workers where they are the host's cores; else all cores are used.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not positive.</exception>
    public FourierTransform(int height, int width, IDevice device)
        : this(height, width, Environment.ProcessorCount)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.LendsHostCores)
        {
            _workers = device;
            _rowLines = new LineBuffer?[device.Workers];
            _columnLines = new LineBuffer?[device.Workers];
        }
    }

    /// <summary>Rows of the images.</summary>
    public int Height => _plane.Height;

    /// <summary>Columns of the images.</summary>
    public int Width => _plane.Width;

    /// <summary>Transforms an image.</summary>
    /// <param name="image">Height·Width values, row by row.</param>
    /// <returns>A new spectrum.</returns>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public Spectrum Forward(float[] image)
    {
        var spectrum = new Spectrum(Height, Width);
        Forward(image, spectrum);
        return spectrum;
    }

    /// <summary>Transforms an image.</summary>
    /// <param name="image">Height·Width values, row by row.</param>
    /// <param name="spectrum">A spectrum of this size, every value overwritten.</param>
    /// <exception cref="ArgumentException">Image or spectrum has another size.</exception>
    public void Forward(float[] image, Spectrum spectrum)
    {
        RequireImage(image);
        RequireSpectrum(spectrum);
        Run(Step.ForwardRows, image, spectrum);
        Run(Step.ForwardColumns, image, spectrum);
    }

    /// <summary>Transforms a spectrum back; the inverse of <see cref="Forward(float[])"/>.</summary>
    /// <param name="spectrum">A spectrum of this size; used as working space and worthless afterwards.</param>
    /// <param name="image">Receives Height·Width values, every one overwritten.</param>
    /// <exception cref="ArgumentException">Spectrum or image has another size.</exception>
    public void Inverse(Spectrum spectrum, float[] image)
    {
        RequireSpectrum(spectrum);
        RequireImage(image);
        Run(Step.InverseColumns, image, spectrum);
        Run(Step.InverseRows, image, spectrum);
    }

    private static SpectrumPlanes PlanesOf(Spectrum spectrum) =>
        new(spectrum.Real, spectrum.Imaginary, spectrum.Columns);

    private void Run(Step step, float[] image, Spectrum spectrum)
    {
        bool isOfRows = step is Step.ForwardRows or Step.InverseRows;
        int groups = isOfRows ? _plane.RowGroups : _plane.ColumnGroups;
        if (_workers is not null)
        {
            (_step, _image, _spectrum) = (step, image, spectrum);
            _workers.ForEach(groups, _onWorker ??= OnWorker);
            return;
        }

        Parallel.For<LineBuffer>(
            0,
            groups,
            _parallel,
            isOfRows ? _plane.NewRowLines : _plane.NewColumnLines,
            (group, _, lines) =>
            {
                Do(step, image, spectrum, group, lines);
                return lines;
            },
            static _ => { });
    }

    private void OnWorker(int worker, int group)
    {
        bool isOfRows = _step is Step.ForwardRows or Step.InverseRows;
        LineBuffer lines = isOfRows
            ? _rowLines[worker] ??= _plane.NewRowLines()
            : _columnLines[worker] ??= _plane.NewColumnLines();
        Do(_step, _image, _spectrum!, group, lines);
    }

    private void Do(Step step, float[] image, Spectrum spectrum, int group, LineBuffer lines)
    {
        SpectrumPlanes planes = PlanesOf(spectrum);
        switch (step)
        {
            case Step.ForwardRows:
                _plane.ForwardRows(image, Width, planes, group, lines);
                break;
            case Step.InverseRows:
                _plane.InverseRows(planes, image, Width, group, lines);
                break;
            default:
                _plane.TransformColumns(planes, group, lines, inverse: step == Step.InverseColumns);
                break;
        }
    }

    private void RequireSpectrum(Spectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        if (spectrum.Height != Height || spectrum.Width != Width)
        {
            throw new ArgumentException(
                $"The spectrum is of a {spectrum.Height} x {spectrum.Width} image, not {Height} x {Width}.",
                nameof(spectrum));
        }
    }

    private void RequireImage(float[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length != (long)Height * Width)
        {
            throw new ArgumentException(
                $"The image has {image.Length} values, not {Height} x {Width}.", nameof(image));
        }
    }

    private enum Step
    {
        ForwardRows,
        ForwardColumns,
        InverseColumns,
        InverseRows,
    }
}
