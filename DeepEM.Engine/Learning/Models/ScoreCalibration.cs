namespace DeepEM.Engine.Learning.Models;

/// <summary>Turns a network's logit into the probability that a place holds a particle.</summary>
/// <remarks>
/// <code>probability = Ceiling / (1 + exp(−(Slope·logit + Intercept)))</code>
/// (Platt, 1999, with a ceiling for what is wrong however certain the network is).
/// </remarks>
/// <param name="Slope">Positive: a higher logit is a higher probability.</param>
/// <param name="Intercept">Added to the scaled logit.</param>
/// <param name="Ceiling">The probability of an endless logit, above 0 and up to 1.</param>
public readonly record struct ScoreCalibration(double Slope, double Intercept, double Ceiling = 1)
{
    /// <summary>Takes the network at its word.</summary>
    public static ScoreCalibration Identity { get; } = new(1, 0);

    /// <summary>The probability of a logit.</summary>
    /// <param name="logit">What the network gave.</param>
    /// <returns>0 to the ceiling.</returns>
    public double Probability(double logit) => Ceiling / (1 + Math.Exp(-((Slope * logit) + Intercept)));

    /// <summary>The logit of a probability.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    /// <returns>The logit, infinite for 0 and from the ceiling on.</returns>
    public double Logit(double probability) => probability >= Ceiling
        ? double.PositiveInfinity
        : (Math.Log(probability / (Ceiling - probability)) - Intercept) / Slope;
}
