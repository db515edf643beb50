using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>What an extraction of particles is to do.</summary>
/// <param name="Folder">Where to; created if needed.</param>
/// <param name="Box">Which boxes.</param>
public sealed record ExtractionSettings(string Folder, BoxSettings Box)
{
    /// <summary>Pixel size of all micrographs, angstrom; null to believe list, picks or header.</summary>
    public double? PixelSizeAngstrom { get; init; }

    /// <summary>Lowest score of a pick that is cut out; null for all.</summary>
    public double? LeastScore { get; init; }

    /// <summary>Whether grey levels are written as 16-bit floats (MRC mode 12).</summary>
    public bool HalfFloats { get; init; }

    /// <summary>How micrographs are read.</summary>
    public MicrographReading Reading { get; init; } = MicrographReading.Default;

    /// <summary>Threads that cut boxes; the files do not depend on their number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether to stop at the first micrograph or pick that cannot be used.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether an extraction that is there may be replaced.</summary>
    public bool Overwrite { get; init; }
}
