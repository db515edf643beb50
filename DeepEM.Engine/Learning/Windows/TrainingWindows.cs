namespace DeepEM.Engine.Learning.Windows;

/// <summary>The windows of one round.</summary>
/// <param name="Training">Windows to learn from.</param>
/// <param name="HeldOut">Windows to test with.</param>
public sealed record TrainingWindows(IWindowSource Training, IWindowSource HeldOut)
{
    /// <summary>Whether the windows to test with are of other micrographs than those to learn from.</summary>
    public bool HoldsOut { get; init; } = true;
}
