namespace DeepEM.Engine.Learning.Training;

/// <summary>How well a network does on windows that it was not trained on.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Share of windows on the right side of one half; of ties (logit 0) none is right.</param>
public readonly record struct HeldOutResult(double Loss, double Accuracy);
