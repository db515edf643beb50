namespace DeepEM.Engine.Learning.Calibration;

/// <summary>The share of picks that are maxima of noise, as measured on the micrographs themselves.</summary>
/// <param name="Rate">The share, 0 to 1.</param>
/// <param name="Low">The least that it may be, with 95 % certainty by the counts alone.</param>
/// <param name="High">The most that it may be.</param>
public readonly record struct NoiseRate(double Rate, double Low, double High);
