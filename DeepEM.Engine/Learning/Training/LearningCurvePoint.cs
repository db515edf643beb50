namespace DeepEM.Engine.Learning.Training;

/// <summary>One point of a learning curve, at the end of an epoch.</summary>
/// <param name="Round">Round of the recursive training, from 1.</param>
/// <param name="Epoch">Epoch of the round, from 1.</param>
/// <param name="Step">Steps taken in the round.</param>
/// <param name="RunningLoss">rL ← 0.99·rL + 0.01·L over the steps, begun with the first loss.</param>
/// <param name="HeldOutLoss">Mean loss of the held-out windows; NaN without any.</param>
/// <param name="HeldOutAccuracy">Share of held-out windows judged right; NaN without any.</param>
public readonly record struct LearningCurvePoint(
    int Round, int Epoch, long Step, double RunningLoss, double HeldOutLoss, double HeldOutAccuracy);
