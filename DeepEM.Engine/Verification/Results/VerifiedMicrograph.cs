using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Results;

/// <summary>A micrograph whose picks were verified.</summary>
/// <param name="Name">Its name as picks and RELION have it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Size">Its extents, pixels.</param>
/// <param name="PixelSizeAngstrom">Its pixel size.</param>
public sealed record VerifiedMicrograph(
    string Name, string Path, MicrographSize Size, double PixelSizeAngstrom)
{
    /// <summary>Picks that were verified.</summary>
    public int Picks { get; init; }

    /// <summary>Sum of their probabilities: particles to be expected among them.</summary>
    public double ExpectedParticles { get; init; }

    /// <summary>Share of it on which noise could be seen, 0 to 1.</summary>
    public double FreeShare { get; init; }

    /// <summary>Share of it that is masked, 0 to 1.</summary>
    public double MaskedShare { get; init; }

    /// <summary>Whether its grey levels were exchanged so that particles look as the network learnt them.</summary>
    public bool IsInverted { get; init; }

    /// <summary>What of the ice has no noise left at the fine end, as denoised images have not.</summary>
    public bool LooksDenoised { get; init; }
}
