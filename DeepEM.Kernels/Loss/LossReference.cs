namespace DeepEM.Kernels.Loss;

/// <summary>The losses on logits and their derivatives in double precision, from the definition.</summary>
/// <remarks>
/// <code>
/// s = 1/(1 + exp(−z))
/// half-squared error     l = ½·(s − y)²                          dl/dz = (s − y)·s·(1 − s)
/// binary cross-entropy   l = −y·log(s) − (1 − y)·log(1 − s)      dl/dz = s − y
///                          = max(z, 0) − z·y + log(1 + exp(−|z|))
/// sigmoid                l = y + (1 − 2·y)·s                     dl/dz = (1 − 2·y)·s·(1 − s)
/// </code>
/// </remarks>
public static class LossReference
{
    /// <summary>l(z, y).</summary>
    /// <param name="logit">z.</param>
    /// <param name="target">y.</param>
    /// <param name="kind">Which loss.</param>
    /// <returns>The loss of one image.</returns>
    public static double Value(double logit, double target, LossKind kind)
    {
        double s = 1 / (1 + Math.Exp(-logit));
        return kind switch
        {
            LossKind.HalfSquaredError => 0.5 * (s - target) * (s - target),
            LossKind.BinaryCrossEntropy =>
                Math.Max(logit, 0) - (logit * target) + Math.Log(1 + Math.Exp(-Math.Abs(logit))),
            LossKind.Sigmoid => target + ((1 - (2 * target)) * s),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such loss."),
        };
    }

    /// <summary>dl/dz.</summary>
    /// <param name="logit">z.</param>
    /// <param name="target">y.</param>
    /// <param name="kind">Which loss.</param>
    /// <returns>The derivative for one image.</returns>
    public static double Derivative(double logit, double target, LossKind kind)
    {
        double s = 1 / (1 + Math.Exp(-logit));
        return kind switch
        {
            LossKind.HalfSquaredError => (s - target) * s * (1 - s),
            LossKind.BinaryCrossEntropy => s - target,
            LossKind.Sigmoid => (1 - (2 * target)) * s * (1 - s),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such loss."),
        };
    }

    /// <summary>losses[n] = w[n]·l(logits[n], targets[n]) and gradient[n] = w[n]·dl/dz.</summary>
    /// <param name="logits">z, N values.</param>
    /// <param name="targets">y, N values.</param>
    /// <param name="sampleWeights">w, N values.</param>
    /// <param name="kind">Which loss.</param>
    /// <returns>N losses and N derivatives.</returns>
    public static (double[] Losses, double[] Gradient) Evaluate(
        double[] logits, double[] targets, double[] sampleWeights, LossKind kind)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sampleWeights);

        double[] losses = new double[logits.Length];
        double[] gradient = new double[logits.Length];
        for (int n = 0; n < logits.Length; n++)
        {
            losses[n] = sampleWeights[n] * Value(logits[n], targets[n], kind);
            gradient[n] = sampleWeights[n] * Derivative(logits[n], targets[n], kind);
        }

        return (losses, gradient);
    }
}
