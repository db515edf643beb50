namespace DeepEM.Engine.Coordinates;

/// <summary>A place on a binned micrograph, in its pixels; only <see cref="CoordinateFrame"/> converts it.</summary>
/// <param name="X">Columns from the centre of the first pixel.</param>
/// <param name="Y">Rows from the centre of the first pixel.</param>
public readonly record struct BinnedPosition(double X, double Y);
