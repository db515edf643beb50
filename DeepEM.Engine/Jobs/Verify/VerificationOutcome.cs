using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>What a verification gave, in memory.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Survey">How the micrographs were shown to the network.</param>
/// <param name="Warnings">What was odd.</param>
/// <param name="Failures">Micrographs that could not be read; their picks are not in the result.</param>
internal sealed record VerificationOutcome(
    VerificationResult Result,
    SurveyResult Survey,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<InvalidFileException> Failures);
