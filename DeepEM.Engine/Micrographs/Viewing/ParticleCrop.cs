using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Small square pictures of particles and of class averages, one byte a pixel.</summary>
public static class ParticleCrop
{
    private const double Rest = 0.01;

    /// <summary>Cuts the surroundings of a place out of a plane.</summary>
    /// <param name="plane">The micrograph.</param>
    /// <param name="x">Column of the place, pixels of the original micrograph.</param>
    /// <param name="y">Row of the place, pixels of the original micrograph.</param>
    /// <param name="boxPixels">Side of the square around it, pixels of the original micrograph; positive.</param>
    /// <param name="side">Side of the picture, pixels; at least 1.</param>
    /// <returns>side·side bytes, row by row: black to white from the first to the last hundredth of what is within the
    /// micrograph; 128 beyond it, and where all is of one grey.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or not positive where it must be.
    /// </exception>
    public static byte[] Cut(DisplayPlane plane, double x, double y, double boxPixels, int side = 64)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        RequireFinite(x, nameof(x));
        RequireFinite(y, nameof(y));
        RequireFinite(boxPixels, nameof(boxPixels));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boxPixels);
        BinnedPosition centre = CoordinateFrame.ToBinned(x, y, plane.Bin);
        double square = boxPixels / plane.Bin;

        // Only that part of the plane is made numbers.
        (int left, int columns) = Covered(centre.X, square, plane.PlaneWidth);
        (int top, int rows) = Covered(centre.Y, square, plane.PlaneHeight);
        if (columns == 0 || rows == 0)
        {
            return Stretched([], new float[side * side], rest: 0);
        }

        float[] part = new float[rows * columns];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = plane.Pixels[((top + (i / columns)) * plane.PlaneWidth) + left + (i % columns)];
        }

        float[] drawn = SquareSampling.Draw(part, rows, columns, (centre.X - left, centre.Y - top), square, side);
        return Stretched([.. drawn.Where(float.IsFinite)], drawn, Rest);
    }

    /// <summary>Draws the average of a class.</summary>
    /// <param name="average">averageSide·averageSide values of any scale, row by row.</param>
    /// <param name="averageSide">Its side, pixels; at least 1.</param>
    /// <param name="side">Side of the picture, pixels; at least 1.</param>
    /// <returns>side·side bytes, row by row: black to white from the least to the greatest value; 128 where there is no
    /// number, and where all are one.</returns>
    /// <exception cref="ArgumentException">The average has another size.</exception>
    public static byte[] OfAverage(ReadOnlySpan<float> average, int averageSide, int side = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(averageSide);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        if (average.Length != (long)averageSide * averageSide)
        {
            throw new ArgumentException(
                $"The average has {average.Length} values, expected {averageSide}·{averageSide}.", nameof(average));
        }

        double middle = (averageSide - 1) / 2.0;
        float[] drawn = SquareSampling.Draw(average, averageSide, averageSide, (middle, middle), averageSide, side);
        return Stretched([.. drawn.Where(float.IsFinite)], drawn, rest: 0);
    }

    // With a pixel on either side for the values between pixels.
    private static (int First, int Count) Covered(double centre, double square, int extent)
    {
        int first = (int)Math.Clamp(Math.Floor(centre - (square / 2)) - 1, 0, extent);
        int end = (int)Math.Clamp(Math.Ceiling(centre + (square / 2)) + 2, first, extent);
        return (first, end - first);
    }

    private static byte[] Stretched(ReadOnlySpan<float> known, float[] drawn, double rest)
    {
        byte[] bytes = new byte[drawn.Length];
        GreyRange range = known.IsEmpty ? default : GreyRange.Between(known, rest);
        range.ToBytes(drawn, bytes);
        return bytes;
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be a finite number.");
        }
    }
}
