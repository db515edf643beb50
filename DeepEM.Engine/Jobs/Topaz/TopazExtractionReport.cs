using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>What a picking for a caller of Topaz gave.</summary>
/// <param name="Micrographs">The picks of each image that could be read, scaled and scored as asked for.</param>
/// <param name="Failures">The images that could not be used, each with its reason.</param>
public sealed record TopazExtractionReport(
    IReadOnlyList<MicrographPicks> Micrographs, IReadOnlyList<Notice> Failures)
{
    /// <summary>How good the picks are by the labels; null where there are none.</summary>
    public TopazFigures? Figures { get; init; }
}
