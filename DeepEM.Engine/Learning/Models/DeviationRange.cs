namespace DeepEM.Engine.Learning.Models;

/// <summary>
/// The window's standard deviation, in grey levels of the raw micrograph, between which windows are scored.
/// </summary>
/// <param name="Low">Windows must have more.</param>
/// <param name="High">Windows must have less.</param>
public readonly record struct DeviationRange(double Low, double High);
