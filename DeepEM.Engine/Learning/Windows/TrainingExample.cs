using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Learning.Windows;

/// <summary>One place of the published training set, with its label.</summary>
/// <param name="Micrograph">Number of the micrograph.</param>
/// <param name="Place">Centre.</param>
/// <param name="Target">1 for a particle, 0 for anything else.</param>
public readonly record struct TrainingExample(int Micrograph, BinnedPosition Place, float Target);
