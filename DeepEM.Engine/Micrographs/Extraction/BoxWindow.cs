using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Micrographs.Extraction;

/// <summary>The pixels of a micrograph that a particle's box takes, as RELION counts them.</summary>
/// <remarks>
/// The centre is the coordinate cut off towards zero, x and y each; columns c − N/2 to c + N/2 − 1, rows alike, so that
/// pixel (N/2, N/2) is the centre. What lies outside the micrograph is the nearest pixel inside.
/// </remarks>
/// <param name="Left">First column, may be negative.</param>
/// <param name="Top">First row, may be negative.</param>
/// <param name="Side">N, pixels.</param>
public readonly record struct BoxWindow(long Left, long Top, int Side)
{
    /// <summary>The window of a particle.</summary>
    /// <param name="x">Column of its centre, pixels of the micrograph; a coordinate as it is written in a file.</param>
    /// <param name="y">Row of its centre.</param>
    /// <param name="side">N, pixels.</param>
    public static BoxWindow Of(double x, double y, int side) => new((long)x - (side / 2), (long)y - (side / 2), side);

    /// <summary>Whether at least one pixel lies on a micrograph.</summary>
    /// <param name="size">Its extents.</param>
    public bool Touches(MicrographSize size) =>
        Left < size.Width && Top < size.Height && Left + Side > 0 && Top + Side > 0;

    /// <summary>Whether no pixel of the micrograph in the window is damaged.</summary>
    /// <param name="pixels">The micrograph, row by row.</param>
    /// <param name="size">Its extents; the window touches it.</param>
    public bool IsSound(ReadOnlySpan<float> pixels, MicrographSize size)
    {
        int first = Inside(Left, size.Width);
        int count = Inside(Left + Side - 1, size.Width) - first + 1;
        int last = Inside(Top + Side - 1, size.Height);
        for (int row = Inside(Top, size.Height); row <= last; row++)
        {
            if (PixelConversion.CountDamaged(pixels.Slice((row * size.Width) + first, count)) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies the window.</summary>
    /// <param name="pixels">The micrograph, row by row.</param>
    /// <param name="size">Its extents; the window touches it.</param>
    /// <param name="box">Receives N·N grey levels.</param>
    public void Cut(ReadOnlySpan<float> pixels, MicrographSize size, Span<double> box)
    {
        int first = Inside(Left, size.Width);
        int last = Inside(Left + Side - 1, size.Width);
        int before = (int)(first - Left);
        int inside = last - first + 1;
        for (int j = 0; j < Side; j++)
        {
            ReadOnlySpan<float> row = pixels.Slice(Inside(Top + j, size.Height) * size.Width, size.Width);
            Span<double> target = box.Slice(j * Side, Side);
            target[..before].Fill(row[first]);
            for (int i = 0; i < inside; i++)
            {
                target[before + i] = row[first + i];
            }

            target[(before + inside)..].Fill(row[last]);
        }
    }

    private static int Inside(long position, int extent) => (int)Math.Clamp(position, 0, extent - 1);
}
