namespace DeepEM.Kernels.Fourier;

/// <summary>What one thread keeps from transform to transform: the last size, and lines for it.</summary>
internal sealed class SpectrumWork : IDisposable
{
    private PlaneTransform? _plane;
    private LineBuffer? _rows;
    private LineBuffer? _columns;

    /// <summary>Lines for the rows of the last size.</summary>
    public LineBuffer Rows => _rows ??= _plane!.NewRowLines();

    /// <summary>Lines for the columns of the last size.</summary>
    public LineBuffer Columns => _columns ??= _plane!.NewColumnLines();

    /// <summary>The transform of a size; the lines are for it from now on.</summary>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    public PlaneTransform For(int height, int width)
    {
        if (_plane?.Height != height || _plane.Width != width)
        {
            (_plane, _rows, _columns) = (new PlaneTransform(height, width), null, null);
        }

        return _plane;
    }

    /// <summary>Lets go of the lines.</summary>
    public void Dispose() => (_plane, _rows, _columns) = (null, null, null);
}
