namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>The weighted harmonic mean of precision and recall.</summary>
/// <remarks>
/// <code>F_β = (1 + β²) · P · R / (β² · P + R)</code>
/// <para>β is how much more recall weighs than precision (van Rijsbergen, <i>Information Retrieval</i>, 1979).</para>
/// </remarks>
public static class FScore
{
    /// <summary>Computes F_β.</summary>
    /// <param name="precision">Share of the picks that are right, P.</param>
    /// <param name="recall">Share of the particles that were found, R.</param>
    /// <param name="beta">Weight of recall, β, positive.</param>
    /// <returns>The score, 0 when precision and recall are both 0.</returns>
    public static double Of(double precision, double recall, double beta)
    {
        double weight = beta * beta;
        double sum = (weight * precision) + recall;
        return sum > 0 ? (1 + weight) * precision * recall / sum : 0;
    }
}
