namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Scores as Topaz has them: logits, ln(p / (1 - p)), where this program has probabilities p.</summary>
public static class TopazScore
{
    /// <summary>Beyond this, either way, a logit says no more: callers print and plot these numbers.</summary>
    public const double Limit = 16;

    /// <summary>The logit of a probability.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <returns>-<see cref="Limit"/> to <see cref="Limit"/>.</returns>
    public static double Of(double probability) =>
        Math.Clamp(Math.Log(probability / (1 - probability)), -Limit, Limit);

    /// <summary>The probability of a logit.</summary>
    /// <param name="logit">Any number.</param>
    /// <returns>0 to 1.</returns>
    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
