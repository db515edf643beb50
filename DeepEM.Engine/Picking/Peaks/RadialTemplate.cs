using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Simd;

namespace DeepEM.Engine.Picking.Peaks;

/// <summary>What particles have in common whatever their orientation: grey level by distance from the centre.</summary>
/// <remarks>
/// The profile t(r) is the mean over some places of the grey levels at distance r; as a disc of pixels with its mean
/// taken away it answers most where its centre lies on a particle's.
/// </remarks>
internal sealed class RadialTemplate
{
    // Rows of answers that are summed at a time, for as many pixels are read with each of the disc's.
    private const int Rows = 4;

    private readonly float[] _profile;
    private readonly int _side;
    private readonly float[] _disc;
    private readonly (int Begin, int End)[] _spans;

    private RadialTemplate(float[] profile, int radius, Func<int, int, bool> includes)
    {
        _profile = profile;
        Radius = radius;
        _side = (2 * radius) + 1;
        _disc = Draw(includes);
        _spans = Spans(_disc, _side);
    }

    /// <summary>Radius of the disc, pixels.</summary>
    public int Radius { get; }

    /// <summary>Averages the surroundings of some places.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="places">Places at least <paramref name="radius"/> + 1 pixels inside of it; one or more.</param>
    /// <param name="radius">Radius of the disc, pixels.</param>
    public static RadialTemplate Of(
        PreparedMicrograph image, IEnumerable<(double Y, double X)> places, int radius)
    {
        double[] sums = new double[radius + 2];
        double[] weights = new double[radius + 2];
        foreach ((double y, double x) in places)
        {
            (int row, int column) = ((int)Math.Round(y), (int)Math.Round(x));
            for (int i = row - radius; i <= row + radius; i++)
            {
                for (int j = column - radius; j <= column + radius; j++)
                {
                    double distance = Math.Sqrt(((i - y) * (i - y)) + ((j - x) * (j - x)));
                    int ring = (int)distance;
                    if (ring <= radius)
                    {
                        double outer = distance - ring;
                        float pixel = image.Pixels[(i * image.Width) + j];
                        sums[ring] += (1 - outer) * pixel;
                        weights[ring] += 1 - outer;
                        sums[ring + 1] += outer * pixel;
                        weights[ring + 1] += outer;
                    }
                }
            }
        }

        float[] profile = [.. sums.Zip(weights, (sum, weight) => weight > 0 ? (float)(sum / weight) : 0)];
        return new RadialTemplate(profile, radius, static (_, _) => true);
    }

    /// <summary>One half of the disc, which sees other pixels than the other half.</summary>
    /// <param name="half">0 and 1: right and left; 2 and 3: lower and upper.</param>
    public RadialTemplate Half(int half) => new(_profile, Radius, half switch
    {
        0 => static (_, x) => x > 0,
        1 => static (_, x) => x < 0,
        2 => static (y, _) => y > 0,
        _ => static (y, _) => y < 0,
    });

    /// <summary>Values from row to row of what <see cref="Answer"/> gives.</summary>
    /// <param name="side">Rows and columns of pixels.</param>
    public static int Stride(int side) => (side + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>The answers with the centre on each pixel of a square.</summary>
    /// <remarks>
    /// Every answer is the sum over the disc's pixels row by row, whatever the width of the vectors, which hold
    /// neighbouring answers.
    /// </remarks>
    /// <param name="image">
    /// The prepared micrograph; the disc must lie within it wherever it is tried, and leave a row below.
    /// </param>
    /// <param name="row">First row of the square.</param>
    /// <param name="column">First column of the square.</param>
    /// <param name="side">Rows and columns of the square, at least 4.</param>
    /// <param name="answers">Receives side rows of <see cref="Stride"/> values, of which the first ones count.</param>
    public void Answer(PreparedMicrograph image, int row, int column, int side, Span<float> answers)
    {
        int stride = Stride(side);
        for (int i = 0; i < side; i += Rows)
        {
            // The last rows are computed twice rather than by code of their own.
            int first = Math.Min(i, side - Rows);
            for (int j = 0; j < stride; j += Vector<float>.Count)
            {
                AnswerRows(image, row + first - Radius, column + j - Radius, answers[((first * stride) + j)..], stride);
            }
        }
    }

    // Four rows of as many columns as a vector has, with the disc's upper left corner on a pixel for the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AnswerRows(PreparedMicrograph image, int top, int left, Span<float> answers, int stride)
    {
        int width = image.Width;
        ref float pixels = ref MemoryMarshal.GetArrayDataReference(image.Pixels);
        (Vector<float> one, Vector<float> two) = (Vector<float>.Zero, Vector<float>.Zero);
        (Vector<float> three, Vector<float> four) = (Vector<float>.Zero, Vector<float>.Zero);
        for (int i = 0; i < _side; i++)
        {
            (int begin, int end) = _spans[i];
            ReadOnlySpan<float> taps = _disc.AsSpan((i * _side) + begin, end - begin);
            nuint at = (nuint)(((top + i) * width) + left + begin);
            foreach (float tap in taps)
            {
                var weight = new Vector<float>(tap);
                one = HostVectors.MultiplyAdd(weight, Vector.LoadUnsafe(ref pixels, at), one);
                two = HostVectors.MultiplyAdd(weight, Vector.LoadUnsafe(ref pixels, at + (nuint)width), two);
                three = HostVectors.MultiplyAdd(weight, Vector.LoadUnsafe(ref pixels, at + (2 * (nuint)width)), three);
                four = HostVectors.MultiplyAdd(weight, Vector.LoadUnsafe(ref pixels, at + (3 * (nuint)width)), four);
                at++;
            }
        }

        one.CopyTo(answers);
        two.CopyTo(answers[stride..]);
        three.CopyTo(answers[(2 * stride)..]);
        four.CopyTo(answers[(3 * stride)..]);
    }

    private float[] Draw(Func<int, int, bool> includes)
    {
        float[] disc = new float[_side * _side];
        bool[] inside = new bool[disc.Length];
        double sum = 0;
        for (int i = 0; i < disc.Length; i++)
        {
            (int y, int x) = ((i / _side) - Radius, (i % _side) - Radius);
            double distance = Math.Sqrt((y * y) + (x * x));
            inside[i] = distance <= Radius && includes(y, x);
            if (inside[i])
            {
                int ring = (int)distance;
                disc[i] = _profile[ring] + ((float)(distance - ring) * (_profile[ring + 1] - _profile[ring]));
                sum += disc[i];
            }
        }

        float mean = (float)(sum / inside.Count(i => i));
        for (int i = 0; i < disc.Length; i++)
        {
            disc[i] -= inside[i] ? mean : 0;
        }

        return disc;
    }

    // First column of each row of the disc that is not zero, and the one after the last.
    private static (int Begin, int End)[] Spans(float[] disc, int side)
    {
        var spans = new (int Begin, int End)[side];
        for (int i = 0; i < side; i++)
        {
            ReadOnlySpan<float> row = disc.AsSpan(i * side, side);
            int begin = row.IndexOfAnyExcept(0);
            spans[i] = begin < 0 ? (0, 0) : (begin, row.LastIndexOfAnyExcept(0) + 1);
        }

        return spans;
    }
}
