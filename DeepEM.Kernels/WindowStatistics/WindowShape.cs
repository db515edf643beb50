namespace DeepEM.Kernels.WindowStatistics;

/// <summary>Square windows raster-scanned over one image: those with start ≤ side − box.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Box">Side of the window.</param>
/// <param name="Step">Distance between the starts of neighbouring windows.</param>
public readonly record struct WindowShape(int Height, int Width, int Box, int Step)
{
    /// <summary>Rows of windows.</summary>
    public int Rows => Height < Box ? 0 : ((Height - Box) / Step) + 1;

    /// <summary>Windows in a row.</summary>
    public int Columns => Width < Box ? 0 : ((Width - Box) / Step) + 1;

    /// <summary>
    /// Requires at least one window, of at least two by two pixels: the deviation divides by one less.
    /// </summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal void RequireValid()
    {
        if (Step < 1 || Box < 2 || Rows < 1 || Columns < 1)
        {
            throw new ArgumentException(
                $"{this}: needs a step of at least 1, a box of at least 2 and an image that holds it.");
        }
    }

    /// <summary>For example "100×80, windows of 20 every 4".</summary>
    public override string ToString() => $"{Height}×{Width}, windows of {Box} every {Step}";
}
