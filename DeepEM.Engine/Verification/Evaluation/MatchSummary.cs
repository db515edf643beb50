namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How well a set of picks fits the labels, by optimal matching (<see cref="OptimalMatcher"/>).</summary>
/// <param name="Labels">Labels in all micrographs.</param>
/// <param name="Picks">Picks that count: all but those without a label that fall on ignored places.</param>
/// <param name="Matched">Picks with a label.</param>
/// <param name="RmsError">Root mean square distance of matched picks from their labels, pixels; 0 without any.</param>
public readonly record struct MatchSummary(int Labels, int Picks, int Matched, double RmsError)
{
    /// <summary>Share of the picks that are right; 0 without picks.</summary>
    public double Precision => (double)Matched / Math.Max(Picks, 1);

    /// <summary>Share of the labels that were found; 0 without labels.</summary>
    public double Recall => (double)Matched / Math.Max(Labels, 1);

    /// <summary>F_β of the picks; see <see cref="FScore"/>.</summary>
    /// <param name="beta">Weight of recall, β.</param>
    /// <returns>The score.</returns>
    public double F(double beta) => FScore.Of(Precision, Recall, beta);

    /// <summary>Matches the picks of every micrograph and adds up.</summary>
    /// <param name="micrographs">Labels, picks and ignored places of each micrograph.</param>
    /// <param name="radius">Pixels below which a pick and a label match, positive and finite.</param>
    /// <returns>The sums over all micrographs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static MatchSummary Of(IReadOnlyList<LabelledMicrograph> micrographs, double radius)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        int labels = 0;
        int picks = 0;
        int matched = 0;
        double squares = 0;
        foreach (LabelledMicrograph micrograph in micrographs)
        {
            labels += micrograph.Truth.Count;
            int[] labelOfPick = OptimalMatcher.Match(micrograph.Truth, micrograph.Picks, radius);
            bool[] ignored = IgnoredPlaces.Flag(micrograph, radius);
            for (int i = 0; i < labelOfPick.Length; i++)
            {
                if (labelOfPick[i] >= 0)
                {
                    double dx = micrograph.Picks[i].X - micrograph.Truth[labelOfPick[i]].X;
                    double dy = micrograph.Picks[i].Y - micrograph.Truth[labelOfPick[i]].Y;
                    squares += (dx * dx) + (dy * dy);
                    matched++;
                    picks++;
                }
                else if (!ignored[i])
                {
                    picks++;
                }
            }
        }

        return new MatchSummary(labels, picks, matched, Math.Sqrt(squares / Math.Max(matched, 1)));
    }
}
