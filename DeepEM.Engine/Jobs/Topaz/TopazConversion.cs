using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>How a caller of Topaz wants coordinates converted.</summary>
/// <param name="Inputs">Files of coordinates, joined in their order.</param>
/// <param name="Output">Where they go: a file, or a folder for formats with a file for each micrograph; null for none.
/// </param>
/// <param name="Format">The format that is written.</param>
public sealed record TopazConversion(IReadOnlyList<string> Inputs, string? Output, CoordinateFormat Format)
{
    /// <summary>Least score of a particle that is kept; null for all.</summary>
    public double? Threshold { get; init; }

    /// <summary>What coordinates are multiplied by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What the names of files have before their extension.</summary>
    public string Suffix { get; init; } = string.Empty;

    /// <summary>Side of boxes, pixels; null to take it from the input.</summary>
    public double? BoxSize { get; init; }

    /// <summary>Whether y is counted from the last row.</summary>
    public bool InvertsY { get; init; }

    /// <summary>Where the micrographs are whose rows are counted; null for none.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>Extension of micrographs, with its dot: in that folder, and in names that are written.</summary>
    public string ImageExtension { get; init; } = ".mrc";
}
