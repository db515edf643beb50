namespace DeepEM.Kernels.Alignment;

/// <summary>The pixels of a crop that its expansion needs at any shift, relative to its present centre.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct CropWindow(int Left, int Top, int Width, int Height)
{
    /// <summary>Number of pixels.</summary>
    public int Area => checked(Width * Height);

    /// <summary>The window of an expansion.</summary>
    /// <param name="shape">What is expanded.</param>
    public static CropWindow Of(PolarExpansion shape)
    {
        int reach = shape.Basis.Arrangement.Reach;
        int left = shape.Shifts.Min(shift => shift.X);
        int top = shape.Shifts.Min(shift => shift.Y);
        return new CropWindow(
            left - reach,
            top - reach,
            shape.Shifts.Max(shift => shift.X) - left + (2 * reach) + 1,
            shape.Shifts.Max(shift => shift.Y) - top + (2 * reach) + 1);
    }

    /// <summary>Where in the window the centre is at a shift.</summary>
    /// <param name="shift">The shift.</param>
    public int CentreOf((int X, int Y) shift) => ((shift.Y - Top) * Width) + shift.X - Left;
}
