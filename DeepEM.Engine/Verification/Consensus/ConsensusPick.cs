namespace DeepEM.Engine.Verification.Consensus;

/// <summary>A particle that several pickers may have found.</summary>
/// <param name="X">Column, pixels.</param>
/// <param name="Y">Row, pixels.</param>
/// <param name="Probability">That it is a particle, 0 to 1, if pickers err independently.</param>
/// <param name="Scores">For every picker the score of its pick; null where it has none.</param>
internal sealed record ConsensusPick(double X, double Y, double Probability, IReadOnlyList<double?> Scores)
{
    /// <summary>How many pickers have it.</summary>
    public int Votes => Scores.Count(score => score is not null);
}
