using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Engine.Learning.Training;

/// <summary>What a training gave.</summary>
/// <param name="Parameters">The parameters to use, in the order of <see cref="ParameterBlock.Of"/>.</param>
/// <param name="Curve">One point an epoch.</param>
public sealed record TrainingOutcome(float[] Parameters, IReadOnlyList<LearningCurvePoint> Curve);
