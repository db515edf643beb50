using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Picking.Diameters;

namespace DeepEM.Engine.Jobs.Diameter;

/// <summary>What a search for a particle's diameter gave.</summary>
/// <param name="Estimate">The diameter and the evidence for it.</param>
/// <param name="Micrographs">How many micrographs were looked at.</param>
/// <param name="Files">What was written.</param>
/// <param name="Warnings">What was odd.</param>
/// <param name="Failures">Micrographs that could not be read.</param>
public sealed record DiameterReport(
    DiameterEstimate Estimate,
    int Micrographs,
    IReadOnlyList<string> Files,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
