using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>What a verification gave.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Files">The files written, in order.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
/// <param name="Failures">Micrographs that could not be read, each a notice.</param>
public sealed record VerificationJobReport(
    VerificationResult Result,
    IReadOnlyList<string> Files,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
