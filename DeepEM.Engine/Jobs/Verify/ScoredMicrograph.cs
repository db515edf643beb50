using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Verification.Decoys;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>A micrograph of a verification after it was scored.</summary>
/// <param name="Source">The micrograph.</param>
/// <param name="Name">Its name as the picks have it.</param>
/// <param name="Size">Its extents, pixels.</param>
/// <param name="PixelSizeAngstrom">Its pixel size.</param>
internal sealed record ScoredMicrograph(
    MicrographSource Source, string Name, MicrographSize Size, double PixelSizeAngstrom)
{
    /// <summary>Its picks.</summary>
    public required IReadOnlyList<Particle> Picks { get; init; }

    /// <summary>Of each pick the highest logit of the network near to it.</summary>
    public required double[] Logits { get; init; }

    /// <summary>Candidates of the network that may be particles, best first, pixels of the prepared image.</summary>
    public required Peak[] Candidates { get; init; }

    /// <summary>Where the network sees particles, pixels of the micrograph; empty where its picks are those.</summary>
    public IReadOnlyList<Particle> Seen { get; init; } = [];

    /// <summary>Logits of all its candidates that are not masked, from the largest to the least.</summary>
    public required double[] OpenLogits { get; init; }

    /// <summary>What decoys say of its noise; null where there is too little to see, or it was not asked.</summary>
    public NoiseSample? Noise { get; init; }

    /// <summary>Share of it that is masked, 0 to 1.</summary>
    public double MaskedShare { get; init; }

    /// <summary>Share of it on which noise is seen, 0 to 1.</summary>
    public double FreeShare { get; init; }

    /// <summary>Whether its ice has no fine grain left.</summary>
    public bool LooksDenoised { get; init; }
}
