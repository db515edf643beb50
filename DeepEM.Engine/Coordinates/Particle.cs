namespace DeepEM.Engine.Coordinates;

/// <summary>One particle, or one place that was picked.</summary>
/// <param name="X">Centre, columns from the left, in pixels of the original micrograph (see
/// <see cref="CoordinateFrame"/>).</param>
/// <param name="Y">Centre, rows from the first row of the file, in pixels of the original micrograph.</param>
/// <param name="FigureOfMerit">The picker's score, higher is better; 0 where a person picked.</param>
public readonly record struct Particle(double X, double Y, double FigureOfMerit);
