namespace DeepEM.Kernels.Update;

/// <summary>The parameter updates in double precision, from the definition. All change their arrays in place.</summary>
/// <remarks>
/// <code>
/// accumulate  t ← t + a
/// SGD         p ← p − rate·g
/// momentum    velocity ← momentum·velocity + g;  p ← p − rate·velocity
/// Adam        m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← p·(1−αλ) − α·(m/c₁)/(√(v/c₂) + ε)
/// </code>
/// </remarks>
public static class UpdateReference
{
    /// <summary>target ← target + addend.</summary>
    /// <param name="target">Changed in place.</param>
    /// <param name="addend">As long.</param>
    public static void Accumulate(double[] target, double[] addend)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(addend);
        for (int index = 0; index < target.Length; index++)
        {
            target[index] += addend[index];
        }
    }

    /// <summary>parameters ← parameters − rate·gradient.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">As long.</param>
    /// <param name="rate">Learning rate.</param>
    public static void Sgd(double[] parameters, double[] gradient, double rate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        for (int index = 0; index < parameters.Length; index++)
        {
            parameters[index] -= rate * gradient[index];
        }
    }

    /// <summary>velocity ← momentum·velocity + gradient; parameters ← parameters − rate·velocity.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">As long.</param>
    /// <param name="velocity">As long; changed in place.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="momentum">Share of the velocity that is kept.</param>
    public static void Momentum(
        double[] parameters, double[] gradient, double[] velocity, double rate, double momentum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(velocity);
        for (int index = 0; index < parameters.Length; index++)
        {
            velocity[index] = (momentum * velocity[index]) + gradient[index];
            parameters[index] -= rate * velocity[index];
        }
    }

    /// <summary>One Adam step with decoupled decay.</summary>
    /// <param name="parameters">p; changed in place.</param>
    /// <param name="gradient">g, as long.</param>
    /// <param name="firstMoment">m, as long; changed in place.</param>
    /// <param name="secondMoment">v, as long; changed in place.</param>
    /// <param name="constants">The constants of this step.</param>
    public static void Adam(
        double[] parameters, double[] gradient, double[] firstMoment, double[] secondMoment, AdamStep constants)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(firstMoment);
        ArgumentNullException.ThrowIfNull(secondMoment);

        double alpha = constants.LearningRate;
        double beta1 = constants.Beta1;
        double beta2 = constants.Beta2;
        double decay = constants.WeightDecay;
        for (int index = 0; index < parameters.Length; index++)
        {
            double g = gradient[index];
            firstMoment[index] = (beta1 * firstMoment[index]) + ((1 - beta1) * g);
            secondMoment[index] = (beta2 * secondMoment[index]) + ((1 - beta2) * g * g);

            double m = firstMoment[index] / constants.Correction1;
            double v = secondMoment[index] / constants.Correction2;
            parameters[index] =
                (parameters[index] * (1 - (alpha * decay))) - (alpha * m / (Math.Sqrt(v) + constants.Epsilon));
        }
    }
}
