namespace DeepEM.Engine.Learning.Calibration;

/// <summary>What to expect of a threshold.</summary>
/// <param name="Threshold">Least figure of merit that is kept.</param>
/// <param name="Count">Candidates kept.</param>
/// <param name="Precision">Expected share of them that are particles.</param>
/// <param name="Recall">Expected share of all particles that are among them.</param>
public readonly record struct ExpectedPoint(double Threshold, int Count, double Precision, double Recall)
{
    /// <summary>Expected F_β.</summary>
    /// <param name="beta">Weight of recall, β.</param>
    /// <returns>(1 + β²)·P·R / (β²·P + R), 0 where both are.</returns>
    public double F(double beta)
    {
        double below = (beta * beta * Precision) + Recall;
        return below > 0 ? (1 + (beta * beta)) * Precision * Recall / below : 0;
    }
}
