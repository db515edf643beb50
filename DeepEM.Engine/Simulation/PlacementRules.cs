namespace DeepEM.Engine.Simulation;

/// <summary>What the places of particles have to keep to.</summary>
/// <param name="Count">How many are wanted.</param>
/// <param name="Height">Rows of the frame, pixels.</param>
/// <param name="Width">Columns of the frame, pixels.</param>
/// <param name="Margin">Least distance from the border, pixels.</param>
/// <param name="Distance">Least distance between two places, pixels.</param>
/// <param name="IsAllowed">Says of a column and a row whether a particle may lie there.</param>
internal sealed record PlacementRules(
    int Count, int Height, int Width, double Margin, double Distance, Func<double, double, bool> IsAllowed)
{
    /// <summary>Largest column of a place, pixels; the least is the margin.</summary>
    public double HighestX => Width - 1 - Margin;

    /// <summary>Largest row of a place, pixels; the least is the margin.</summary>
    public double HighestY => Height - 1 - Margin;

    /// <summary>Whether there is room for any place between the margins.</summary>
    public bool HasRoom => HighestX > Margin && HighestY > Margin;

    /// <summary>Whether a place keeps to the margin and lies where a particle may.</summary>
    /// <param name="x">Column, pixels.</param>
    /// <param name="y">Row, pixels.</param>
    /// <returns>Whether a particle may lie there, other particles left aside.</returns>
    public bool Allows(double x, double y) =>
        x >= Margin && x <= HighestX && y >= Margin && y <= HighestY && IsAllowed(x, y);
}
