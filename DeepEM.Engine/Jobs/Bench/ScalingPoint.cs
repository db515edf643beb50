namespace DeepEM.Engine.Jobs.Bench;

/// <summary>One measurement of a <see cref="ScalingBenchmark"/>.</summary>
/// <param name="Axis">What grows.</param>
/// <param name="Value">How large it is.</param>
/// <param name="Seconds">
/// Wall time: of one micrograph within a run of several, or of the whole run where their number grows.
/// </param>
public readonly record struct ScalingPoint(ScalingAxis Axis, double Value, double Seconds);
