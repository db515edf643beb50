using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>One square tile of an image at a time, and its spectrum; memory that tile after tile uses.</summary>
internal sealed class SpectrumTile : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly float[] _window;
    private readonly float[] _pixels;
    private readonly float[] _planes;
    private readonly Tensor _image;
    private readonly Tensor _spectrum;

    /// <summary>Makes room for a tile.</summary>
    /// <param name="backend">Transforms the tiles; outlives this object.</param>
    /// <param name="window">What rows and columns are multiplied by, as many values as the tile has rows.</param>
    public SpectrumTile(IComputeBackend backend, float[] window)
    {
        int side = window.Length;
        ImageShape planes = Spectrum.PlanesOf(side, side);
        _backend = backend;
        _window = window;
        _pixels = new float[side * side];
        _planes = new float[planes.Length];
        _image = backend.AllocateImages(new ImageShape(1, 1, side, side), ImageLayout.Micrograph);
        _spectrum = backend.AllocateImages(planes, ImageLayout.Micrograph);
    }

    /// <summary>Real parts of the last tile's spectrum, row by row.</summary>
    public ReadOnlySpan<float> Real => _planes.AsSpan(0, _planes.Length / 2);

    /// <summary>Imaginary parts, as many.</summary>
    public ReadOnlySpan<float> Imaginary => _planes.AsSpan(_planes.Length / 2);

    /// <summary>Cuts out a tile, takes its mean away, multiplies it by the window and transforms it.</summary>
    /// <param name="image">Grey levels, row by row.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="top">First row of the tile.</param>
    /// <param name="left">First column of the tile.</param>
    public void Transform(float[] image, int width, int top, int left)
    {
        Cut(image, width, top, left);
        _image.Upload(_pixels);
        _backend.Spectra.Forward(_image, _spectrum, _window.Length, _window.Length);
        _spectrum.Download(_planes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _image.Dispose();
        _spectrum.Dispose();
    }

    private void Cut(float[] image, int width, int top, int left)
    {
        int side = _window.Length;
        double sum = 0;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                float value = image[((top + y) * width) + left + x];
                _pixels[(y * side) + x] = value;
                sum += value;
            }
        }

        float mean = (float)(sum / _pixels.Length);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                _pixels[(y * side) + x] = (_pixels[(y * side) + x] - mean) * _window[y] * _window[x];
            }
        }
    }
}
