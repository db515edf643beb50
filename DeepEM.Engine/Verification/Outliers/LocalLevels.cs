using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Verification.Outliers;

/// <summary>How far the ground round a place differs from that of the rest of its micrograph.</summary>
/// <remarks>
/// Of a square of four diameters the mean grey level and the logarithm of its spread are held against those of squares
/// all over the micrograph: their median, and their deviation as 1.4826 times the median distance from it.
/// </remarks>
internal sealed class LocalLevels
{
    // In diameters: half the side of the square, and the distance of the squares that are compared with.
    private const double Reach = 2;
    private const double Step = 0.5;
    private const double OfNormal = 1.4826;
    private const double Least = 1e-6;

    private readonly PreparedMicrograph _image;
    private readonly int _reach;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly (double Middle, double Deviation) _grey;
    private readonly (double Middle, double Deviation) _texture;

    /// <summary>Looks at a micrograph.</summary>
    /// <param name="image">The prepared image; what is masked is not compared with.</param>
    /// <param name="diameter">Particle diameter, pixels of the image.</param>
    public LocalLevels(PreparedMicrograph image, double diameter)
    {
        _image = image;
        _reach = Math.Max(1, (int)Math.Round(Reach * diameter));
        int entries = (image.Height + 1) * (image.Width + 1);
        (_sums, _squares) = (new double[entries], new double[entries]);
        Sum();
        int step = Math.Max(1, (int)Math.Round(Step * diameter));
        List<double> greys = [];
        List<double> textures = [];
        for (int y = step / 2; y < image.Height; y += step)
        {
            for (int x = step / 2; x < image.Width; x += step)
            {
                Particle place = CoordinateFrame.ToMicrograph(new BinnedPosition(x, y), image.Binning, 0);
                if (image.Mask?.Covers(place) != true)
                {
                    (double grey, double texture) = Measure(y, x);
                    greys.Add(grey);
                    textures.Add(texture);
                }
            }
        }

        (_grey, _texture) = (Robust(greys), Robust(textures));
    }

    /// <summary>Measures the ground round a place.</summary>
    /// <param name="place">The place, pixels of the image.</param>
    /// <returns>How many deviations its grey level and its texture are off, 0 or more.</returns>
    public (double Grey, double Texture) At(BinnedPosition place)
    {
        (double grey, double texture) = Measure(
            Math.Clamp((int)Math.Round(place.Y), 0, _image.Height - 1),
            Math.Clamp((int)Math.Round(place.X), 0, _image.Width - 1));
        return (
            Math.Abs(grey - _grey.Middle) / _grey.Deviation, Math.Abs(texture - _texture.Middle) / _texture.Deviation);
    }

    private void Sum()
    {
        int stride = _image.Width + 1;
        for (int y = 0; y < _image.Height; y++)
        {
            (double sum, double squares) = (0, 0);
            for (int x = 0; x < _image.Width; x++)
            {
                double value = _image.Pixels[(y * _image.Width) + x];
                (sum, squares) = (sum + value, squares + (value * value));
                int at = ((y + 1) * stride) + x + 1;
                _sums[at] = _sums[at - stride] + sum;
                _squares[at] = _squares[at - stride] + squares;
            }
        }
    }

    private (double Grey, double Texture) Measure(int y, int x)
    {
        (int top, int bottom) = (Math.Max(0, y - _reach), Math.Min(_image.Height, y + _reach + 1));
        (int left, int right) = (Math.Max(0, x - _reach), Math.Min(_image.Width, x + _reach + 1));
        double count = (bottom - top) * (right - left);
        double mean = Of(_sums) / count;
        double variance = (Of(_squares) / count) - (mean * mean);
        return (mean, 0.5 * Math.Log(Math.Max(Least, variance)));

        double Of(double[] table)
        {
            int stride = _image.Width + 1;
            return table[(bottom * stride) + right] - table[(top * stride) + right]
                - table[(bottom * stride) + left] + table[(top * stride) + left];
        }
    }

    private static (double Middle, double Deviation) Robust(List<double> values)
    {
        if (values.Count == 0)
        {
            return (0, double.PositiveInfinity);
        }

        double middle = Median(values);
        return (middle, Math.Max(Least, OfNormal * Median(values.ConvertAll(value => Math.Abs(value - middle)))));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
