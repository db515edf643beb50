namespace DeepEM.Engine.Models;

/// <summary>Turns a network's logit into the probability that a place holds a particle.</summary>
/// <remarks><code>probability = 1 / (1 + exp(−(Slope·logit + Intercept)))</code> (Platt, 1999).</remarks>
/// <param name="Slope">Positive: a higher logit is a higher probability.</param>
/// <param name="Intercept">Added to the scaled logit.</param>
public readonly record struct ScoreCalibration(double Slope, double Intercept)
{
    /// <summary>Takes the network at its word.</summary>
    public static ScoreCalibration Identity { get; } = new(1, 0);

    /// <summary>The probability of a logit.</summary>
    /// <param name="logit">What the network gave.</param>
    /// <returns>0 to 1.</returns>
    public double Probability(double logit) => 1 / (1 + Math.Exp(-((Slope * logit) + Intercept)));

    /// <summary>The logit of a probability.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    /// <returns>The logit, infinite for 0 and 1.</returns>
    public double Logit(double probability) =>
        (Math.Log(probability / (1 - probability)) - Intercept) / Slope;
}
