using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Preparation;

/// <summary>How deep the border of a micrograph is that shows no specimen.</summary>
/// <remarks>
/// The correction of beam-induced motion shifts frames against each other and fills what is missing by repeating the
/// outermost rows and columns: streaks at right angles to the border, which look like anything but ice.
/// </remarks>
/// <param name="Top">Rows, original pixels.</param>
/// <param name="Bottom">Rows.</param>
/// <param name="Left">Columns.</param>
/// <param name="Right">Columns.</param>
public readonly record struct PaddedBorder(int Top, int Bottom, int Left, int Right)
{
    // No microscope drifts further than this share of the frame.
    private const int LargestShare = 8;

    // Neighbouring rows of specimen differ by noise; repeated ones by nothing, or by what compression left.
    private const double SameBelow = 0.3;

    // Every so manieth pixel of a row or column is looked at.
    private const int Sampling = 4;

    /// <summary>Measures a micrograph.</summary>
    /// <param name="micrograph">The micrograph, unbinned.</param>
    /// <returns>The depth on each side, 0 where there is specimen up to the border.</returns>
    public static PaddedBorder Of(Micrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (float[] pixels, int height, int width) = (micrograph.Pixels, micrograph.Height, micrograph.Width);
        double Rows(int y) => Difference(pixels, y * width, (y + 1) * width, 1, width);
        double Columns(int x) => Difference(pixels, x, x + 1, width, height);
        double rows = Usual(Rows, height);
        double columns = Usual(Columns, width);
        return new PaddedBorder(
            Depth(i => Rows(i) < SameBelow * rows, height),
            Depth(i => Rows(height - 2 - i) < SameBelow * rows, height),
            Depth(i => Columns(i) < SameBelow * columns, width),
            Depth(i => Columns(width - 2 - i) < SameBelow * columns, width));
    }

    // Mean absolute difference of two rows or columns.
    private static double Difference(float[] pixels, int first, int second, int step, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i += Sampling)
        {
            sum += Math.Abs((double)pixels[first + (i * step)] - pixels[second + (i * step)]);
        }

        return sum / ((count + Sampling - 1) / Sampling);
    }

    // The median over lines spread across the middle of the micrograph.
    private static double Usual(Func<int, double> difference, int extent)
    {
        const int lines = 33;
        double[] found = new double[lines];
        for (int i = 0; i < lines; i++)
        {
            found[i] = difference((int)((extent - 2) * (0.25 + (0.5 * i / lines))));
        }

        Array.Sort(found);
        return found[lines / 2];
    }

    // Frames of one movie end at different places, so that between the repeated lines there are a few others: the
    // border reaches to the last line before which most are repeated.
    private static int Depth(Predicate<int> isRepeated, int extent)
    {
        int depth = 0;
        int repeated = 0;
        for (int i = 0; i < extent / LargestShare; i++)
        {
            if (!isRepeated(i))
            {
                continue;
            }

            repeated++;
            if (2 * repeated > i)
            {
                depth = i + 1;
            }
        }

        return depth;
    }
}
