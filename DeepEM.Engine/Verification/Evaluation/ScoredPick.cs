using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>A pick that counts, after greedy matching.</summary>
/// <param name="Score">Its figure of merit.</param>
/// <param name="Micrograph">Index of its micrograph.</param>
/// <param name="Hit">Whether it matched a label.</param>
internal readonly record struct ScoredPick(double Score, int Micrograph, bool Hit)
{
    /// <summary>Matches the picks of every micrograph greedily and drops those that fall on ignored places.</summary>
    /// <param name="micrographs">Labels, picks and ignored places.</param>
    /// <param name="radius">Pixels below which a pick and a label match.</param>
    /// <returns>The picks that count, of descending score over all micrographs.</returns>
    public static ScoredPick[] Collect(IReadOnlyList<LabelledMicrograph> micrographs, double radius)
    {
        List<ScoredPick> scored = new(micrographs.Sum(micrograph => micrograph.Picks.Count));
        for (int m = 0; m < micrographs.Count; m++)
        {
            LabelledMicrograph micrograph = micrographs[m];
            int[] labelOfPick = GreedyMatcher.Match(micrograph.Truth, micrograph.Picks, radius);
            bool[] ignored = IgnoredPlaces.Flag(micrograph, radius);
            for (int i = 0; i < labelOfPick.Length; i++)
            {
                if (labelOfPick[i] >= 0 || !ignored[i])
                {
                    scored.Add(new ScoredPick(micrograph.Picks[i].FigureOfMerit, m, labelOfPick[i] >= 0));
                }
            }
        }

        ScoredPick[] result = [.. scored];
        double[] keys = new double[result.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = -result[i].Score;
        }

        Array.Sort(keys, result);
        return result;
    }

    /// <summary>Picks of a model without calibration as candidates that a calibration can be fitted to.</summary>
    /// <param name="picks">What was picked, matched to the labels.</param>
    /// <returns>The candidates with their logits, in the same order.</returns>
    public static IReadOnlyList<LabelledCandidate> ToCandidates(IReadOnlyList<ScoredPick> picks) =>
        [.. picks.Select(p => new LabelledCandidate(ScoreCalibration.Identity.Logit(p.Score), p.Hit))];
}
