namespace DeepEM.Cli.Web.Wire;

/// <summary>All that is drawn on a micrograph; places are pixels of the original micrograph.</summary>
/// <param name="Seq">Number of the last edit that is in it.</param>
/// <param name="Labels">What a person marked.</param>
/// <param name="Picks">What a model found; null where it has not looked yet.</param>
/// <param name="Masked">Runs of pixels of the mask that are not picked in: row, first and last column.</param>
/// <param name="MaskShape">Columns and rows of the mask, which covers the micrograph.</param>
internal sealed record MarksAnswer(
    long Seq,
    IReadOnlyList<MarkRow> Labels,
    ScoredPlaces? Picks,
    IReadOnlyList<int[]> Masked,
    IReadOnlyList<int> MaskShape);
