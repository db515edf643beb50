namespace DeepEM.Engine.Learning.Training;

/// <summary>A training at the end of one of its epochs.</summary>
/// <param name="Point">The point of the learning curve.</param>
/// <param name="Scores">What the network says of the held-out windows.</param>
/// <param name="Parameters">Gives a copy of the network's parameters as they are now.</param>
public readonly record struct EpochEnd(LearningCurvePoint Point, WindowScores Scores, Func<float[]> Parameters);
