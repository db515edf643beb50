using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>What an evaluation from files to files gave.</summary>
/// <param name="Evaluation">The figures.</param>
/// <param name="Input">Labels and picks as they were read, with the files that they came from.</param>
/// <param name="Notices">What was odd.</param>
public sealed record EvaluationJobReport(
    EvaluationReport Evaluation, EvaluationInput Input, IReadOnlyList<Notice> Notices);
