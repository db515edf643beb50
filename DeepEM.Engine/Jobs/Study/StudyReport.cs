using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>What a study gave.</summary>
/// <param name="Rows">All rows of its table, those of earlier runs too, by set, number of labels and seed.</param>
/// <param name="Skipped">Cases that an earlier run had finished.</param>
/// <param name="Failures">Cases and sets that could not be tested, each with its reason.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record StudyReport(
    IReadOnlyList<StudyRow> Rows, int Skipped, IReadOnlyList<Notice> Failures, IReadOnlyList<Notice> Warnings);
