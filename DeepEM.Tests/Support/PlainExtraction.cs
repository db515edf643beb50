using DeepEM.Engine.Micrographs.Extraction;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Tests.Support;

/// <summary>Extraction in double precision from its definition, pixel by pixel and slowly.</summary>
internal static class PlainExtraction
{
    /// <summary>A box, or null where none of its pixels lies on the micrograph.</summary>
    public static double[]? Cut(float[] pixels, int width, int height, double x, double y, BoxSettings settings)
    {
        int side = settings.Side;
        int left = (int)Math.Truncate(x) - (side / 2);
        int top = (int)Math.Truncate(y) - (side / 2);
        if (left >= width || top >= height || left + side <= 0 || top + side <= 0)
        {
            return null;
        }

        double[] box = new double[side * side];
        for (int at = 0; at < box.Length; at++)
        {
            int row = Math.Min(Math.Max(top + (at / side), 0), height - 1);
            int column = Math.Min(Math.Max(left + (at % side), 0), width - 1);
            box[at] = pixels[(row * width) + column];
        }

        int written = settings.WrittenSide;
        box = written == side ? box : Crop(box, side, written);
        box = settings.Normalises ? Normalise(box, written, settings) : box;
        return settings.Inverts ? [.. box.Select(value => -value)] : box;
    }

    // One frequency after the other: its share of every pixel, and that of the mirrored one where it is kept.
    private static double[] Crop(double[] box, int side, int cropped)
    {
        int half = cropped / 2;
        double[] small = new double[cropped * cropped];
        (double[] real, double[] imaginary) = FourierReference.Image(box, side, side);
        for (int v = 1 - half; v <= half; v++)
        {
            for (int u = 0; u <= half; u++)
            {
                int at = ((v + side) % side * ((side / 2) + 1)) + u;
                for (int i = 0; i < small.Length; i++)
                {
                    (int row, int column) = (i / cropped, i % cropped);
                    small[i] += u == 0 || u == half
                        ? RealPart(real[at], imaginary[at], (double)v * row / cropped)
                            * Math.Cos(2 * Math.PI * u * column / cropped)
                        : 2 * RealPart(
                            real[at], imaginary[at], (((double)v * row) + ((double)u * column)) / cropped);
                }
            }
        }

        return [.. small.Select(value => value / ((double)side * side))];
    }

    private static double RealPart(double real, double imaginary, double turns)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * turns);
        return (real * cosine) - (imaginary * sine);
    }

    private static double[] Normalise(double[] box, int side, BoxSettings settings)
    {
        int radius = settings.Radius;
        int[] ring =
        [
            .. Enumerable.Range(0, box.Length).Where(at =>
                Square((at % side) - (side / 2)) + Square((at / side) - (side / 2)) > Square(radius)),
        ];
        double[] level = settings.RemovesRamp ? Plane(box, side, ring) : [0, 0, ring.Average(at => box[at])];
        double[] flat =
        [
            .. box.Select((value, at) =>
                value - (level[0] * (at % side)) - (level[1] * (at / side)) - level[2]),
        ];
        double mean = ring.Average(at => flat[at]);
        double deviation = Math.Sqrt(ring.Average(at => (flat[at] - mean) * (flat[at] - mean)));
        return [.. flat.Select(value => deviation < 1e-10 ? value - mean : (value - mean) / deviation)];
    }

    private static long Square(long value) => value * value;

    // Gauss on the normal equations of a·column + b·row + c.
    private static double[] Plane(double[] box, int side, int[] ring)
    {
        double[,] m = new double[3, 4];
        foreach (int at in ring)
        {
            double[] terms = [at % side, at / side, 1, box[at]];
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    m[i, j] += terms[i] * terms[j];
                }
            }
        }

        for (int i = 0; i < 3; i++)
        {
            for (int row = 0; row < 3; row++)
            {
                double factor = row == i ? 0 : m[row, i] / m[i, i];
                for (int j = 0; j < 4; j++)
                {
                    m[row, j] -= factor * m[i, j];
                }
            }
        }

        return [m[0, 3] / m[0, 0], m[1, 3] / m[1, 1], m[2, 3] / m[2, 2]];
    }
}
