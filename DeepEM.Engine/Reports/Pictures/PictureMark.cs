using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One circle to draw on a micrograph.</summary>
/// <param name="Particle">Centre, in pixels of the original micrograph, and figure of merit.</param>
/// <param name="Kind">What it means.</param>
public readonly record struct PictureMark(Particle Particle, MarkKind Kind);
