using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Picking;

/// <summary>What the scores of one micrograph mean.</summary>
/// <param name="Calibration">Turns logits into probabilities.</param>
/// <param name="Noise">
/// Logits of maxima of its noise, from the largest to the least; empty where it was not seen.
/// </param>
/// <param name="NoiseWeight">Maxima of noise among the candidates for each of them.</param>
public sealed record ScoreJudgement(ScoreCalibration Calibration, IReadOnlyList<double> Noise, double NoiseWeight)
{
    /// <summary>The noise on the scale of the picks.</summary>
    /// <param name="floor">Figures of merit must be greater than this.</param>
    /// <returns>The figures of merit, or null where the noise was not seen.</returns>
    public NoiseScores? Scores(double floor) => Noise.Count == 0
        ? null
        : new NoiseScores(
            [.. Noise.Select(Calibration.Probability).TakeWhile(merit => merit > floor).Select(merit => (float)merit)],
            NoiseWeight);
}
