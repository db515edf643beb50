namespace DeepEM.Kernels.Alignment;

/// <summary>What crops are expanded into, and at which places.</summary>
/// <param name="Basis">The basis.</param>
/// <param name="Crops">Number of crops, at least 1.</param>
/// <param name="CropSide">Side of a crop in pixels; what lies beyond it counts as 0.</param>
/// <param name="Shifts">
/// Places around each crop's present centre, whole pixels: X along rows, Y down the columns, each at most CropSide.
/// </param>
public sealed record PolarExpansion(
    PolarBasis Basis, int Crops, int CropSide, IReadOnlyList<(int X, int Y)> Shifts)
{
    /// <summary>Values of all crops.</summary>
    internal long CropsLength => checked((long)Crops * CropSide * CropSide);

    /// <summary>Values of all gains.</summary>
    internal long GainsLength => checked((long)Crops * (Basis.Rings + 1));

    /// <summary>Values of all coefficients.</summary>
    internal long CoefficientsLength => checked((long)Crops * Shifts.Count * 2 * Basis.Length);

    /// <summary>Refuses extents that make no sense.</summary>
    /// <exception cref="ArgumentException">An extent is below 1, or a shift larger than a crop.</exception>
    internal void RequireValid()
    {
        ArgumentNullException.ThrowIfNull(Basis);
        ArgumentNullException.ThrowIfNull(Shifts);
        if (Crops < 1 || CropSide < 1 || Shifts.Count < 1)
        {
            throw new ArgumentException($"{Crops} crops of {CropSide} pixels with {Shifts.Count} shifts.");
        }

        if (Shifts.Any(shift => shift.X < -CropSide || shift.X > CropSide || shift.Y < -CropSide || shift.Y > CropSide))
        {
            throw new ArgumentException($"A shift is larger than a crop of {CropSide} pixels.");
        }
    }
}
