using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>What a conversion of coordinates did.</summary>
/// <param name="Files">The files written, in order.</param>
/// <param name="Micrographs">Micrographs whose particles were written.</param>
/// <param name="Particles">Particles written.</param>
/// <param name="Comparison">How they agree with the second set, a line; null where none was named.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
/// <param name="Failures">What could not be converted, each a notice.</param>
public sealed record ConversionReport(
    IReadOnlyList<string> Files,
    int Micrographs,
    int Particles,
    string? Comparison,
    IReadOnlyList<Notice> Warnings,
    IReadOnlyList<Notice> Failures);
