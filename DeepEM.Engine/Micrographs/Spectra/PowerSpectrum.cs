using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>The mean power of images against spatial frequency, over all directions.</summary>
/// <remarks>
/// Welch's method: the image, with median 0 and spread 1, is cut into square tiles of side N that overlap by half; each
/// tile, less its mean, is multiplied by a Hann window w and transformed:
/// <code>P(q) = ⟨|F(v, u)|²⟩ / Σ w²,  √(u² + v²) rounding to q·N</code>
/// White noise has P = 1 at every frequency. Images are added with equal weight for each tile.
/// </remarks>
internal sealed class PowerSpectrum
{
    private readonly int _side;
    private readonly FourierTransform _transform;
    private readonly float[] _window;
    private readonly double[] _power;
    private readonly double[] _weight;

    /// <summary>Begins with no image.</summary>
    /// <param name="side">Side of the tiles, N, pixels; even.</param>
    /// <param name="threads">Threads to use.</param>
    public PowerSpectrum(int side, int threads)
    {
        _side = side;
        _transform = new FourierTransform(side, side, threads);
        _window = [.. Enumerable.Range(0, side).Select(i => (float)Math.Pow(Math.Sin(Math.PI * (i + 0.5) / side), 2))];
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
        float[] tile = new float[_side * _side];
        foreach (int top in Starts(height))
        {
            foreach (int left in Starts(width))
            {
                Cut(image, width, top, left, tile);
                Add(_transform.Forward(tile));
            }
        }
    }

    private IEnumerable<int> Starts(int length)
    {
        for (int start = 0; start + _side <= length; start += _side / 2)
        {
            yield return start;
        }
    }

    private void Cut(float[] image, int width, int top, int left, float[] tile)
    {
        double sum = 0;
        for (int y = 0; y < _side; y++)
        {
            for (int x = 0; x < _side; x++)
            {
                float value = image[((top + y) * width) + left + x];
                tile[(y * _side) + x] = value;
                sum += value;
            }
        }

        float mean = (float)(sum / tile.Length);
        for (int y = 0; y < _side; y++)
        {
            for (int x = 0; x < _side; x++)
            {
                tile[(y * _side) + x] = (tile[(y * _side) + x] - mean) * _window[y] * _window[x];
            }
        }
    }

    private void Add(Spectrum spectrum)
    {
        double square = _window.Sum(w => (double)w * w);
        double scale = 1 / (square * square);
        for (int row = 0; row < spectrum.Height; row++)
        {
            double v = spectrum.RowFrequency(row) * _side;
            for (int u = 0; u < spectrum.Columns; u++)
            {
                int ring = (int)Math.Round(Math.Sqrt((u * u) + (v * v)));
                if (ring < _power.Length)
                {
                    // The other columns stand for their mirror images, too.
                    double weight = u == 0 || 2 * u == _side ? 1 : 2;
                    int i = (row * spectrum.Columns) + u;
                    double real = spectrum.Real[i];
                    double imaginary = spectrum.Imaginary[i];
                    _power[ring] += weight * scale * ((real * real) + (imaginary * imaginary));
                    _weight[ring] += weight;
                }
            }
        }
    }
}
