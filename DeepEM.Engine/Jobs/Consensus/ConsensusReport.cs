using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Consensus;

/// <summary>What joining the picks of several pickers gave.</summary>
/// <param name="Files">The files written, in order.</param>
/// <param name="Pickers">What each of the pickers gave.</param>
/// <param name="Agreement">Which pickers have a particle, and how many such particles there are; most first.</param>
/// <param name="Micrographs">Micrographs, those without picks too.</param>
/// <param name="Picks">Particles that are kept.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
/// <param name="Failures">What could not be read, each a notice.</param>
public sealed record ConsensusReport(
    IReadOnlyList<string> Files,
    IReadOnlyList<JoinedPicker> Pickers,
    IReadOnlyList<(IReadOnlyList<string> Pickers, int Particles)> Agreement,
    int Micrographs,
    int Picks,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures);
