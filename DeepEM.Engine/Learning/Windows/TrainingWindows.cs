namespace DeepEM.Engine.Learning.Windows;

/// <summary>The windows of one round.</summary>
/// <param name="Training">Windows to learn from.</param>
/// <param name="HeldOut">Windows to judge by.</param>
public sealed record TrainingWindows(IWindowSource Training, IWindowSource HeldOut);
