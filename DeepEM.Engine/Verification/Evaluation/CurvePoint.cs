namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>One point of a precision-recall curve.</summary>
/// <param name="Threshold">Picks with at least this score are kept.</param>
/// <param name="Count">Picks kept, those left out as ignored not counted.</param>
/// <param name="Precision">Share of the kept picks that match a label.</param>
/// <param name="Recall">Share of all labels that are matched.</param>
public readonly record struct CurvePoint(double Threshold, int Count, double Precision, double Recall)
{
    /// <summary>Sum of the kept picks' scores: where scores are probabilities, how many particles are to be expected.
    /// </summary>
    public double ScoreSum { get; init; }

    /// <summary>Kept picks that match a label.</summary>
    public int Matched => (int)Math.Round(Precision * Count);

    /// <summary>F_β at this point; see <see cref="FScore"/>.</summary>
    /// <param name="beta">Weight of recall, β.</param>
    /// <returns>The score.</returns>
    public double F(double beta) => FScore.Of(Precision, Recall, beta);
}
