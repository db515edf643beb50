using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>What a caller of Topaz asks a picking for. All lengths are pixels of the images that it hands over.
/// </summary>
/// <param name="Micrographs">The images' files, at least one.</param>
public sealed record TopazExtraction(IReadOnlyList<string> Micrographs)
{
    /// <summary>The least score that any pick has, a logit: below a probability of 0.01 nothing is kept.</summary>
    public static double LeastThreshold { get; } = TopazScore.Of(PickingSettings.Default.Floor);

    /// <summary>The model's file, or a name that <see cref="TopazModel.IsGeneral"/> knows; null for the general model.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Diameter of the particle; null where nobody says it.</summary>
    public double? Diameter { get; init; }

    /// <summary>Radius of the particle as the caller has it; null where it does not say.</summary>
    public double? Radius { get; init; }

    /// <summary>Least score of a pick, a logit.</summary>
    public double Threshold { get; init; }

    /// <summary>What coordinates are multiplied by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The table of all picks; null where it goes elsewhere.</summary>
    public string? Output { get; init; }

    /// <summary>How a file beside each micrograph is written; null for none.</summary>
    public CoordinateFormat? PerMicrograph { get; init; }

    /// <summary>What the names of these files have before their extension.</summary>
    public string Suffix { get; init; } = string.Empty;

    /// <summary>Where labels are that the picks are held against; null for nowhere.</summary>
    public string? Targets { get; init; }

    /// <summary>Which device to compute on.</summary>
    public TopazDevice Device { get; init; } = TopazDevice.Cpu;

    /// <summary>Threads of the CPU.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
