namespace DeepEM.Kernels.Update;

/// <summary>
/// The constants of one Adam step (Kingma, Ba, ICLR 2015, algorithm 1; decay as Loshchilov, Hutter 2019).
/// </summary>
/// <param name="LearningRate">Step size, α.</param>
/// <param name="Beta1">Decay of the first moment, β₁.</param>
/// <param name="Beta2">Decay of the second moment, β₂.</param>
/// <param name="Epsilon">Added to the root of the second moment, ε.</param>
/// <param name="WeightDecay">Decoupled decay λ: the parameter is first multiplied by 1 − α·λ.</param>
/// <param name="Correction1">1 − β₁ᵗ, with t the number of this step, from 1.</param>
/// <param name="Correction2">1 − β₂ᵗ.</param>
public readonly record struct AdamStep(
    float LearningRate,
    float Beta1,
    float Beta2,
    float Epsilon,
    float WeightDecay,
    float Correction1,
    float Correction2)
{
    /// <summary>The constants of step <paramref name="step"/> with the usual β₁ = 0.9, β₂ = 0.999, ε = 1e-8.</summary>
    /// <param name="learningRate">Step size, α.</param>
    /// <param name="weightDecay">Decoupled decay, λ.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <returns>The constants, bias corrections included.</returns>
    public static AdamStep At(float learningRate, float weightDecay, long step) => new(
        learningRate,
        0.9f,
        0.999f,
        1e-8f,
        weightDecay,
        (float)(1 - Math.Pow(0.9, step)),
        (float)(1 - Math.Pow(0.999, step)));
}
