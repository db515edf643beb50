namespace DeepEM.Engine.Preparation;

/// <summary>A place in a prepared micrograph, binned pixels; pixel (0, 0) has its centre at (0, 0).</summary>
/// <param name="X">Column; may lie between pixels.</param>
/// <param name="Y">Row; may lie between pixels.</param>
public readonly record struct Place(double X, double Y);
