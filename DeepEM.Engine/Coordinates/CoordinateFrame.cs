namespace DeepEM.Engine.Coordinates;

/// <summary>The one frame in which particles are kept, and every conversion into and out of it.</summary>
/// <remarks>
/// <para>
/// x runs to the right along a row, y from row to row, and the first row in the MRC file is y = 0. Lengths are pixels
/// of the original, unbinned micrograph. Pixel (0, 0) has its <em>centre</em> at (0, 0), so the image reaches from
/// -0.5 to Width - 0.5. A particle's position is its centre.
/// </para>
/// <para>Binning by b takes the mean of b x b pixels, so the centre of binned pixel 0 lies at (b - 1) / 2:</para>
/// <code>original = binned · b + (b − 1) / 2          binned = (original − (b − 1) / 2) / b</code>
/// <para>
/// The window of N pixels around a place c begins at round(c − (N − 1)/2), ties to even: its middle is the place it
/// belongs to. The other way round, a window that begins at pixel f has its centre at
/// </para>
/// <code>c = f + (N − 1) / 2</code>
/// <para>A box in a file is the corner's position and a size, and its centre is corner + size / 2 (EMAN).</para>
/// <para>Turning the rows upside down takes the centre of row y to that of row Height - 1 - y.</para>
/// <para>cryoSPARC has fractions of the extents, x from the first column and y from the <em>last</em> row:</para>
/// <code>x = fraction · Width          y = (1 − fraction) · Height</code>
/// </remarks>
public static class CoordinateFrame
{
    /// <summary>Takes a place on the micrograph to the binned image.</summary>
    /// <param name="x">Column, pixels of the micrograph.</param>
    /// <param name="y">Row, pixels of the micrograph.</param>
    /// <param name="binning">Pixels of the micrograph per binned pixel, along one side; positive.</param>
    /// <returns>The place on the binned image.</returns>
    public static BinnedPosition ToBinned(double x, double y, double binning)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binning);
        double shift = (binning - 1) / 2;
        return new BinnedPosition((x - shift) / binning, (y - shift) / binning);
    }

    /// <summary>Takes a place on the binned image to the micrograph.</summary>
    /// <param name="position">The place on the binned image.</param>
    /// <param name="binning">Pixels of the micrograph per binned pixel, along one side; positive.</param>
    /// <param name="figureOfMerit">The particle's score.</param>
    /// <returns>The particle.</returns>
    public static Particle ToMicrograph(BinnedPosition position, double binning, double figureOfMerit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(binning);
        double shift = (binning - 1) / 2;
        return new Particle((position.X * binning) + shift, (position.Y * binning) + shift, figureOfMerit);
    }

    /// <summary>Takes a box of a file to a particle.</summary>
    /// <param name="cornerX">X of the box's corner of least x and y.</param>
    /// <param name="cornerY">Y of that corner.</param>
    /// <param name="width">Width of the box.</param>
    /// <param name="height">Height of the box.</param>
    /// <param name="figureOfMerit">The particle's score.</param>
    /// <returns>The particle at its centre.</returns>
    public static Particle FromBox(
        double cornerX, double cornerY, double width, double height, double figureOfMerit) =>
        new(cornerX + (width / 2), cornerY + (height / 2), figureOfMerit);

    /// <summary>Corner of the square box around a particle, as files have it.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="boxSize">Side of the box, pixels of the micrograph.</param>
    /// <returns>X and Y of the corner of least x and y.</returns>
    public static (double X, double Y) ToBoxCorner(Particle particle, double boxSize) =>
        (particle.X - (boxSize / 2), particle.Y - (boxSize / 2));

    /// <summary>Takes fractions of the extents, as cryoSPARC has them, to a particle.</summary>
    /// <param name="x">Fraction of the width, from the first column.</param>
    /// <param name="y">Fraction of the height, from the last row.</param>
    /// <param name="size">Extents of the micrograph.</param>
    /// <param name="figureOfMerit">The particle's score.</param>
    /// <returns>The particle.</returns>
    public static Particle FromFractions(double x, double y, MicrographSize size, double figureOfMerit) =>
        new(x * size.Width, (1 - y) * size.Height, figureOfMerit);

    /// <summary>Takes a particle to fractions of the extents, as cryoSPARC has them.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="size">Extents of the micrograph.</param>
    /// <returns>The fraction of the width from the first column, and that of the height from the last row.</returns>
    public static (double X, double Y) ToFractions(Particle particle, MicrographSize size) =>
        (particle.X / size.Width, 1 - (particle.Y / size.Height));

    /// <summary>Turns the rows upside down.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <returns>Where it is then; twice gives the particle again.</returns>
    public static Particle FlipRows(Particle particle, int height) => particle with { Y = height - 1 - particle.Y };

    /// <summary>Mirrors the columns.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>Where it is then; twice gives the particle again.</returns>
    public static Particle FlipColumns(Particle particle, int width) => particle with { X = width - 1 - particle.X };

    /// <summary>Whether a particle's centre lies on the micrograph.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>True from -0.5 to the extent less 0.5, on both axes.</returns>
    public static bool IsInside(Particle particle, int height, int width) =>
        particle.X >= -0.5 && particle.X <= width - 0.5 && particle.Y >= -0.5 && particle.Y <= height - 0.5;
}
