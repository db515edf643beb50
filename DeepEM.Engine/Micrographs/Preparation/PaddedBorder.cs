namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>How deep the border of a micrograph is that shows no specimen.</summary>
/// <remarks>
/// The correction of beam-induced motion shifts frames against each other and fills what is missing by repeating the
/// outermost rows and columns: streaks at right angles to the border, which look like anything but ice. Neighbouring
/// lines are held against each other, never against the background, so that an empty or dark border is none of these.
/// </remarks>
/// <param name="Top">Rows, original pixels.</param>
/// <param name="Bottom">Rows.</param>
/// <param name="Left">Columns.</param>
/// <param name="Right">Columns.</param>
public readonly record struct PaddedBorder(int Top, int Bottom, int Left, int Right)
{
    // Rows of a band, small enough for the second-level cache.
    private const int BandRows = 64;

    /// <summary>Measures a micrograph.</summary>
    /// <param name="micrograph">The micrograph, unbinned.</param>
    /// <returns>The depth on each side, 0 where there is specimen up to the border.</returns>
    public static PaddedBorder Of(Micrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        (int height, int width) = (micrograph.Height, micrograph.Width);
        var lines = new BorderLines(height, width, (height + BandRows - 1) / BandRows);
        for (int band = 0; band < lines.Bands; band++)
        {
            int first = band * BandRows;
            int rows = Math.Min(BandRows, height - first);
            int there = Math.Min(rows + 1, height - first);
            lines.Measure(band, first, rows, micrograph.Pixels.AsSpan(first * width, there * width));
        }

        return lines.Border();
    }

    /// <summary>How far a place lies within the specimen.</summary>
    /// <param name="x">Column, original pixels.</param>
    /// <param name="y">Row, original pixels.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>
    /// Distance from the nearest padded side, pixels; negative in the padding, infinite where no side is padded.
    /// </returns>
    public double Distance(double x, double y, int height, int width)
    {
        double nearest = double.PositiveInfinity;
        nearest = Top > 0 ? Math.Min(nearest, y - Top) : nearest;
        nearest = Left > 0 ? Math.Min(nearest, x - Left) : nearest;
        nearest = Bottom > 0 ? Math.Min(nearest, height - 1 - Bottom - y) : nearest;
        return Right > 0 ? Math.Min(nearest, width - 1 - Right - x) : nearest;
    }
}
