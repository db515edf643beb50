using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Fourier;

/// <summary>The non-redundant half of the Fourier transform of a real image.</summary>
/// <remarks>
/// Element (v, u), at index <c>v·Columns + u</c>, belongs to the frequency u/Width along the row and v/Height along the
/// column in cycles per pixel; rows above Height/2 stand for the negative frequencies v − Height. The half that is left
/// out is its complex conjugate: <c>F(−v, −u) = F(v, u)*</c>.
/// </remarks>
public sealed class Spectrum
{
    /// <summary>Makes an empty spectrum.</summary>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not positive.</exception>
    public Spectrum(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Height, Width, Columns) = (height, width, (width / 2) + 1);
        int length = checked(Height * Columns);
        Real = new float[length];
        Imaginary = new float[length];
    }

    /// <summary>The tensor of a spectrum on a device: a plane of real parts, then one of imaginary parts.</summary>
    /// <param name="height">Rows of the image, H.</param>
    /// <param name="width">Columns of the image, W.</param>
    /// <returns>1×2×H×(⌊W/2⌋ + 1).</returns>
    public static ImageShape PlanesOf(int height, int width) => new(1, 2, height, (width / 2) + 1);

    /// <summary>Rows of the image and of the spectrum.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>Columns of the spectrum: Width/2 + 1, rounded down.</summary>
    public int Columns { get; }

    /// <summary>Real parts, Height·Columns values, row by row.</summary>
    public float[] Real { get; }

    /// <summary>Imaginary parts, laid out like the real ones.</summary>
    public float[] Imaginary { get; }

    /// <summary>The frequency of a row.</summary>
    /// <param name="row">Row of the spectrum, 0 to Height − 1.</param>
    /// <returns>Cycles per pixel, from −0.5 to 0.5.</returns>
    public double RowFrequency(int row) => (double)(row <= Height / 2 ? row : row - Height) / Height;

    /// <summary>The frequency of a column.</summary>
    /// <param name="column">Column of the spectrum, 0 to Columns − 1.</param>
    /// <returns>Cycles per pixel, from 0 to 0.5.</returns>
    public double ColumnFrequency(int column) => (double)column / Width;
}
