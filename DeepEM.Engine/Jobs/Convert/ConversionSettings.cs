using System.Text.Json.Serialization;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>What a conversion of coordinates is to do.</summary>
/// <param name="Format">The format to write.</param>
/// <param name="Folder">Where to; created if needed.</param>
public sealed record ConversionSettings(CoordinateFormat Format, string Folder)
{
    /// <summary>Pixels of the micrograph per pixel of the coordinates read, along one side.</summary>
    public double Binning { get; init; } = 1;

    /// <summary>Pixels of the micrograph per pixel of the coordinates written, along one side.</summary>
    public double OutputBinning { get; init; } = 1;

    /// <summary>Whether x of the coordinates read counts from the last column.</summary>
    public bool FlipsX { get; init; }

    /// <summary>Whether y of the coordinates read counts from the last row.</summary>
    public bool FlipsY { get; init; }

    /// <summary>Side of the boxes, pixels of the micrograph; null for that of the files read.</summary>
    public double? BoxSize { get; init; }

    /// <summary>Pixel size of the micrographs, angstrom; null to believe the files.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Lowest score to keep; null for all.</summary>
    public double? LeastScore { get; init; }

    /// <summary>Extents of all micrographs; null to believe the files.</summary>
    public MicrographSize? Size { get; init; }

    /// <summary>File of the micrographs of the cryoSPARC project that the coordinates are written for; null for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExposureFile { get; init; }

    /// <summary>Whether to stop at the first file that cannot be read.</summary>
    public bool IsStrict { get; init; }
}
