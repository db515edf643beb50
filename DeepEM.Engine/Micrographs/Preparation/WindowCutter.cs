using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Cuts square windows out of prepared micrographs, turned and mirrored.</summary>
/// <remarks>
/// Only the eight turns and mirrors that map pixels onto pixels are used: interpolation would smooth the noise, and
/// the network would learn to tell smoothed windows from the plain ones that it is later shown.
/// </remarks>
public static class WindowCutter
{
    /// <summary>Number of ways to turn and mirror a window.</summary>
    public const int Orientations = 8;

    /// <summary>Cuts the window whose centre is nearest to a place; beyond the border the image is reflected.</summary>
    /// <param name="image">The micrograph.</param>
    /// <param name="centre">Centre of the window.</param>
    /// <param name="orientation">
    /// 0 to 7: quarter turns counter-clockwise in the lowest two bits; the third mirrors left to right first.
    /// </param>
    /// <param name="side">Side of the window, pixels.</param>
    /// <param name="window">Receives side·side values, row by row.</param>
    public static void Cut(
        PreparedMicrograph image, BinnedPosition centre, int orientation, int side, Span<float> window)
    {
        ArgumentNullException.ThrowIfNull(image);
        int top = (int)Math.Round(centre.Y - ((side - 1) / 2.0));
        int left = (int)Math.Round(centre.X - ((side - 1) / 2.0));
        if (top >= 0 && left >= 0 && top + side <= image.Height && left + side <= image.Width)
        {
            CutInside(image, top, left, orientation, side, window);
            return;
        }

        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                (int y, int x) = Source(i, j, orientation, side);
                int row = Reflection.Fold(top + y, image.Height);
                window[(i * side) + j] = image.Pixels[(row * image.Width) + Reflection.Fold(left + x, image.Width)];
            }
        }
    }

    // Every orientation walks the image in constant steps; only windows over the border have to ask for each pixel.
    private static void CutInside(
        PreparedMicrograph image, int top, int left, int orientation, int side, Span<float> window)
    {
        int At(int i, int j)
        {
            (int y, int x) = Source(i, j, orientation, side);
            return ((top + y) * image.Width) + left + x;
        }

        int first = At(0, 0);
        int down = At(1, 0) - first;
        int across = At(0, 1) - first;
        for (int i = 0; i < side; i++)
        {
            int source = first + (i * down);
            Span<float> row = window.Slice(i * side, side);
            if (across == 1)
            {
                image.Pixels.AsSpan(source, side).CopyTo(row);
                continue;
            }

            for (int j = 0; j < row.Length; j++)
            {
                row[j] = image.Pixels[source + (j * across)];
            }
        }
    }

    /// <summary>Where a pixel of a turned and mirrored window comes from.</summary>
    /// <param name="i">Row in the result.</param>
    /// <param name="j">Column in the result.</param>
    /// <param name="orientation">As for <see cref="Cut"/>.</param>
    /// <param name="side">Side of the window.</param>
    /// <returns>Row and column in the upright window.</returns>
    public static (int Row, int Column) Source(int i, int j, int orientation, int side)
    {
        int last = side - 1;
        (int y, int x) = (orientation & 3) switch
        {
            0 => (i, j),
            1 => (j, last - i),
            2 => (last - i, last - j),
            _ => (last - j, i),
        };
        return (y, (orientation & 4) == 0 ? x : last - x);
    }

    /// <summary>Moves a box that reaches over the border inward.</summary>
    /// <param name="centre">Centre of the box.</param>
    /// <param name="image">The micrograph, no smaller than the box.</param>
    /// <param name="side">Side of the box.</param>
    /// <returns>The centre of a box that lies wholly inside.</returns>
    internal static BinnedPosition ShiftInward(BinnedPosition centre, PreparedMicrograph image, int side)
    {
        double half = (side - 1) / 2.0;
        return new BinnedPosition(
            Math.Clamp(centre.X, half, image.Width - 1 - half), Math.Clamp(centre.Y, half, image.Height - 1 - half));
    }
}
