using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>The mean power of images against spatial frequency, over all directions.</summary>
/// <remarks>
/// Welch's method: the image, with median 0 and spread 1, is cut into square tiles of side N that overlap by half; each
/// tile, less its mean, is multiplied by a Hann window w and transformed:
/// <code>P(q) = ⟨|F(v, u)|²⟩ / Σ w²,  √(u² + v²) rounding to q·N</code>
/// White noise has P = 1 at every frequency. Images are added with equal weight for each tile.
/// </remarks>
internal sealed class PowerSpectrum : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly int _side;
    private readonly SpectrumTile[] _tiles;
    private readonly float[] _window;
    private readonly double[] _power;
    private readonly double[] _weight;

    /// <summary>Begins with no image.</summary>
    /// <param name="backend">Transforms the tiles, one for each worker at a time; outlives this object.</param>
    /// <param name="side">Side of the tiles, N, pixels; even.</param>
    public PowerSpectrum(IComputeBackend backend, int side)
    {
        _backend = backend;
        _side = side;
        _window = [.. Enumerable.Range(0, side).Select(i => (float)Math.Pow(Math.Sin(Math.PI * (i + 0.5) / side), 2))];
        _tiles = [.. Enumerable.Range(0, backend.Workers).Select(_ => new SpectrumTile(backend, _window))];
        _power = new double[(side / 2) + 1];
        _weight = new double[(side / 2) + 1];
    }

    /// <summary>Frequencies, cycles per pixel: from 1/N to 1/2.</summary>
    public IEnumerable<double> Frequencies => Enumerable.Range(1, _side / 2).Select(ring => (double)ring / _side);

    /// <summary>Mean power at each of the frequencies.</summary>
    public IEnumerable<double> Power => Enumerable.Range(1, _side / 2).Select(ring => _power[ring] / _weight[ring]);

    /// <summary>Adds an image.</summary>
    /// <param name="pixels">Grey levels, row by row.</param>
    /// <param name="height">Rows, N or more.</param>
    /// <param name="width">Columns, N or more.</param>
    public void Add(ReadOnlySpan<float> pixels, int height, int width)
    {
        float[] image = pixels.ToArray();
        RobustNormalisation.Standardise(image, leastSpread: 0);
        (int Top, int Left)[] places =
            [.. Starts(height).SelectMany(_ => Starts(width), static (top, left) => (top, left))];

        // Tiles are added in their order, whoever transformed them.
        foreach ((int Top, int Left)[] some in places.Chunk(_tiles.Length))
        {
            _backend.ForEach(
                some.Length, (_, i) => _tiles[i].Transform(image, width, some[i].Top, some[i].Left));
            foreach (SpectrumTile tile in _tiles.AsSpan(0, some.Length))
            {
                Add(tile);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SpectrumTile tile in _tiles)
        {
            tile.Dispose();
        }
    }

    private IEnumerable<int> Starts(int length)
    {
        for (int start = 0; start + _side <= length; start += _side / 2)
        {
            yield return start;
        }
    }

    private void Add(SpectrumTile tile)
    {
        double square = _window.Sum(w => (double)w * w);
        double scale = 1 / (square * square);
        int columns = (_side / 2) + 1;
        ReadOnlySpan<float> realParts = tile.Real;
        ReadOnlySpan<float> imaginaryParts = tile.Imaginary;
        for (int row = 0; row < _side; row++)
        {
            double v = row <= _side / 2 ? row : row - _side;
            for (int u = 0; u < columns; u++)
            {
                int ring = (int)Math.Round(Math.Sqrt((u * u) + (v * v)));
                if (ring < _power.Length)
                {
                    // The other columns stand for their mirror images, too.
                    double weight = u == 0 || 2 * u == _side ? 1 : 2;
                    int i = (row * columns) + u;
                    double real = realParts[i];
                    double imaginary = imaginaryParts[i];
                    _power[ring] += weight * scale * ((real * real) + (imaginary * imaginary));
                    _weight[ring] += weight;
                }
            }
        }
    }
}
