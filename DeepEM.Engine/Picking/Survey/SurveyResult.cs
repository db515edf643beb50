namespace DeepEM.Engine.Picking.Survey;

/// <summary>How the micrographs of a run are shown to the network, and the evidence for it.</summary>
/// <param name="SeenDiameter">Diameter of the particle, pixels of the image that the network sees.</param>
/// <param name="IsInverted">Whether dark and bright are exchanged on every micrograph.</param>
/// <param name="Micrographs">How many micrographs were looked at.</param>
/// <param name="Sizes">What was tried; empty where nothing was in doubt.</param>
public sealed record SurveyResult(
    double SeenDiameter, bool IsInverted, int Micrographs, IReadOnlyList<SurveyedSize> Sizes)
{
    // Fewer are found on noise, too.
    internal const int LeastCertain = 10;

    // So few count for a size where there are several times as many as at the usual one.
    private const int Few = 5;
    private const int FewMargin = 4;

    // How many times as many the other contrast must have: junk and the gaps of crowded fields look like particles.
    internal const double ContrastMargin = 2;

    // How much more another size must have: two sizes that serve alike differ by chance.
    private const double SizeMargin = 1.05;

    /// <summary>The size with most candidates of the contrast that has most.</summary>
    /// <param name="usual">The model's own size, which is kept in doubt.</param>
    /// <param name="micrographs">How many micrographs were looked at.</param>
    /// <param name="sizes">What was tried, at least one with the usual size.</param>
    public static SurveyResult Choose(double usual, int micrographs, IReadOnlyList<SurveyedSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        bool isInverted = IsOtherContrast(sizes);
        int known = sizes.Where(size => size.IsInverted == isInverted && size.SeenDiameter == usual)
            .Select(size => size.Certain).FirstOrDefault();
        SurveyedSize? best = Best(usual, sizes, isInverted, Few);
        double evidence = best is null ? 0 : Evidence(best, usual);
        bool isBetter = evidence > SizeMargin * known
            && (evidence >= LeastCertain || evidence >= FewMargin * Math.Max(1, known));
        return new SurveyResult(isBetter ? best!.SeenDiameter : usual, isInverted, micrographs, sizes);
    }

    /// <summary>The size with most evidence.</summary>
    /// <param name="usual">The model's own size.</param>
    /// <param name="sizes">What was tried.</param>
    /// <param name="isInverted">The contrast.</param>
    /// <param name="least">Places that must be certain.</param>
    /// <returns>The size, or null where fewer places are certain at any.</returns>
    internal static SurveyedSize? Best(
        double usual, IEnumerable<SurveyedSize> sizes, bool isInverted, int least = LeastCertain) => sizes
        .Where(size => size.IsInverted == isInverted && size.Certain >= least)
        .MaxBy(size => Evidence(size, usual));

    // A larger image has as many more places to be mistaken at; a smaller one misses particles, too.
    private static double Evidence(SurveyedSize size, double usual)
    {
        double larger = Math.Max(1, size.SeenDiameter / usual);
        return size.Certain / (larger * larger);
    }

    /// <summary>Whether the contrast is opposite to that of the training.</summary>
    /// <remarks>
    /// What the network merely holds for particles has to agree; a model from few labels is certain of nothing, and
    /// then that alone decides.
    /// </remarks>
    /// <param name="sizes">What was tried.</param>
    internal static bool IsOtherContrast(IReadOnlyList<SurveyedSize> sizes)
    {
        SurveyedSize[] other = [.. sizes.Where(size => size.IsInverted)];
        SurveyedSize[] same = [.. sizes.Where(size => !size.IsInverted)];
        return other.Length > 0 && (same.Length == 0
            || (IsMore(size => size.Certain, ContrastMargin) && IsMore(size => size.Likely, 1))
            || (sizes.Max(size => size.Certain) < LeastCertain && IsMore(size => size.Likely, ContrastMargin)));

        bool IsMore(Func<SurveyedSize, int> count, double margin) =>
            other.Max(count) >= LeastCertain && other.Max(count) > margin * same.Max(count);
    }
}
