using System.Text.Json.Serialization;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>Which picks of those that were scored are to be kept.</summary>
/// <remarks>
/// Of <see cref="Threshold"/>, <see cref="TargetPrecision"/> and <see cref="Count"/> one at most; without any the
/// threshold of the run that made the picks holds, where that is known. From the folder of a verification it is chosen
/// by probability, and <see cref="Threshold"/> is refused.
/// </remarks>
/// <param name="Format">The format to write.</param>
/// <param name="Folder">Where to; created if needed.</param>
public sealed record SelectionSettings(CoordinateFormat Format, string Folder)
{
    /// <summary>Least score of a pick that is kept, or null.</summary>
    public double? Threshold { get; init; }

    /// <summary>Expected share of particles among the picks, 0 to 1, from scores that are probabilities; or null.
    /// </summary>
    public double? TargetPrecision { get; init; }

    /// <summary>How many picks are kept, the best of all micrographs; or null.</summary>
    public int? Count { get; init; }

    /// <summary>Least distance of two picks, angstrom; null for that of the picks as they are.</summary>
    public double? MinimumDistanceAngstrom { get; init; }

    /// <summary>Most picks on one micrograph, the best of it; null for all.</summary>
    public int? MostPerMicrograph { get; init; }

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What only verified picks can be chosen by; null where nothing of it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VerifiedRules? Verified { get; init; }

    /// <summary>Pixel size of the micrographs, angstrom; null to believe picks and headers.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Side of the boxes, pixels of the micrograph; null for that of the picks.</summary>
    public double? BoxSize { get; init; }
}
