using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Engine.Picking.Published;

/// <summary>A micrograph as the published scan sees it: raw, with the mean and deviation of all its windows.</summary>
internal sealed class ScannedMicrograph
{
    // Below this share of its distance from the micrograph's mean, a window's deviation from sums of squares in
    // float loses too many digits; such windows are flat or nearly so, and rare.
    private const double LeastShare = 0.01;

    // The same for the distance from zero, in units of float's rounding.
    private const double LeastResolved = 1e-6;

    private readonly PreparedMicrograph _image;
    private readonly double _offset;
    private readonly int _box;
    private readonly int _columns;
    private readonly float[] _means;
    private readonly float[] _deviations;

    /// <summary>Measures all windows.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="raw">The micrograph unbinned, not smaller than the window.</param>
    /// <param name="box">Side of the window, pixels.</param>
    public ScannedMicrograph(IComputeBackend backend, PreparedMicrograph raw, int box)
    {
        (int height, int width) = (raw.Height, raw.Width);
        (_image, _box) = (raw, box);

        // Sums of squares, and the convolution of whole micrographs, lose fewest digits around the mean.
        _offset = (float)raw.Pixels.Average(pixel => (double)pixel);
        Centred = Array.ConvertAll(raw.Pixels, pixel => (float)(pixel - _offset));

        var shape = new WindowShape(height, width, box, Step: 1);
        var windows = new ImageShape(1, 1, shape.Rows, shape.Columns);
        using Tensor image = backend.AllocateImages(new ImageShape(1, 1, height, width), ImageLayout.Micrograph);
        using Tensor means = backend.AllocateImages(windows, ImageLayout.Micrograph);
        using Tensor deviations = backend.AllocateImages(windows, ImageLayout.Micrograph);
        image.Upload(Centred);
        backend.Maps.WindowStatistics(image, means, deviations, shape);
        _columns = shape.Columns;
        _means = new float[windows.Length];
        _deviations = new float[windows.Length];
        means.Download(_means);
        deviations.Download(_deviations);
    }

    /// <summary>Rows.</summary>
    public int Height => _image.Height;

    /// <summary>Columns.</summary>
    public int Width => _image.Width;

    /// <summary>Height·Width grey levels less one constant near their mean, row by row.</summary>
    public float[] Centred { get; }

    /// <summary>Standard deviation (N − 1) of a window, grey levels.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <returns>The deviation.</returns>
    public float Deviation(int x, int y) => _deviations[(y * _columns) + x];

    /// <summary>What standardises a window of <see cref="Centred"/>.</summary>
    /// <param name="x">Its first column.</param>
    /// <param name="y">Its first row.</param>
    /// <returns>Mean less the constant, and standard deviation; the latter is 0 for a flat window.</returns>
    public (double Mean, double Deviation) Standardisation(int x, int y)
    {
        double mean = _means[(y * _columns) + x];
        double deviation = Deviation(x, y);
        double least = Math.Max(LeastShare * Math.Abs(mean), LeastResolved * Math.Abs(mean + _offset));
        if (deviation > least)
        {
            return (mean, deviation);
        }

        float[] window = new float[_box * _box];
        double toCentre = (_box - 1) / 2.0;
        WindowCutter.Cut(_image, new BinnedPosition(x + toCentre, y + toCentre), 0, _box, window);
        (mean, deviation) = PatchStandardisation.Measure(window);
        return (mean - _offset, deviation);
    }
}
