namespace DeepEM.Engine.Simulation;

/// <summary>Factors along the three axes of a particle's own frame.</summary>
/// <param name="X">Factor along x.</param>
/// <param name="Y">Factor along y.</param>
/// <param name="Z">Factor along z.</param>
public readonly record struct AxisStretch(double X, double Y, double Z);
