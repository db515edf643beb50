namespace DeepEM.Engine.Coordinates;

/// <summary>A place on a score map, in its grid steps; only <see cref="CoordinateFrame"/> converts it.</summary>
/// <param name="Column">Steps from the first column; fractions come from sub-pixel maxima.</param>
/// <param name="Row">Steps from the first row.</param>
public readonly record struct ScoreMapPosition(double Column, double Row);
