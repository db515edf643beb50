namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One point with its spread.</summary>
/// <param name="Column">Which place on the horizontal axis, from 0.</param>
/// <param name="Value">Its height.</param>
/// <param name="HalfSpread">How far the error bar reaches up and down, 0 or more.</param>
public readonly record struct StudyMark(int Column, double Value, double HalfSpread);
