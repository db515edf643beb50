namespace DeepEM.Kernels.Alignment;

/// <summary>What the kernel of the expansion needs to know of the extents; passed by value.</summary>
/// <param name="Crops">Number of crops.</param>
/// <param name="CropSide">Side of a crop.</param>
/// <param name="Rings">Rings of the basis.</param>
/// <param name="Parts">Real and imaginary parts of the coefficients, 2L.</param>
/// <param name="Pixels">Pixels of a quarter.</param>
/// <param name="PixelsStart">Where x and y of the pixels begin in the table.</param>
/// <param name="PartsStart">Where the places of the parts begin in the table.</param>
/// <param name="Shifts">Number of shifts.</param>
internal readonly record struct ExpansionExtents(
    int Crops, int CropSide, int Rings, int Parts, int Pixels, int PixelsStart, int PartsStart, int Shifts)
{
    /// <summary>The extents of an expansion.</summary>
    /// <param name="shape">The expansion.</param>
    public static ExpansionExtents Of(PolarExpansion shape)
    {
        PolarTable table = shape.Basis.Arrangement;
        return new ExpansionExtents(
            shape.Crops,
            shape.CropSide,
            shape.Basis.Rings,
            2 * shape.Basis.Length,
            table.Pixels.Count,
            table.PixelsStart,
            table.PartsStart,
            shape.Shifts.Count);
    }
}
