namespace DeepEM.Engine.Learning.Windows;

/// <summary>How the default recipe draws its windows; lengths in particle diameters.</summary>
/// <param name="WindowsPerEpoch">Windows that count as an epoch.</param>
/// <param name="Jitter">Largest distance of a positive window's centre from the particle's.</param>
/// <param name="Exclusion">Least distance of a negative from every particle.</param>
/// <param name="NearShare">Share of the negatives drawn from the ring just outside the exclusion.</param>
/// <param name="HardShare">
/// Share of the negatives drawn from the places known to hold no particle, if there are any.
/// </param>
/// <param name="Contrast">Windows are multiplied by a factor of 1 ± this.</param>
public sealed record SamplingSettings(
    int WindowsPerEpoch, double Jitter, double Exclusion, double NearShare, double HardShare, double Contrast)
{
    /// <summary>
    /// Whether every micrograph gives as many windows as the others; otherwise every particle and every pixel does.
    /// </summary>
    public bool EqualMicrographs { get; init; }

    /// <summary>
    /// While centres are taught, share of the particles' windows that lie beside them: from the jitter to as far on the
    /// other side of the <see cref="CentreRadius"/>.
    /// </summary>
    public double CentringShare { get; init; } = 0.5;

    /// <summary>While centres are taught, a window farther than this from its particle's centre shows none.</summary>
    public double CentreRadius { get; init; } = 0.12;

    /// <summary>Share of the windows that are turned by any angle; the others are turned by quarters.</summary>
    public double FreeTurns { get; init; }

    /// <summary>Largest share that a pixel gives to each neighbour, as from another defocus; below ¼.</summary>
    public double Blur { get; init; }

    /// <summary>Largest standard deviation of noise that is added, that of the micrograph being 1.</summary>
    public double Noise { get; init; }

    /// <summary>
    /// Largest factor F by which a window of background is added to every window, of particles and of background alike:
    /// <c>(window + f·background) / √(1 + f²)</c>, f even from 0 to F.
    /// </summary>
    public double AddedBackground { get; init; }

    /// <summary>What the default recipe uses.</summary>
    public static SamplingSettings Default { get; } = new(6144, 0.06, 0.4, 0.25, 0.3, 0.2)
    {
        AddedBackground = 0.5,
    };

    /// <summary>The default with windows turned freely, blurred and noisier as well.</summary>
    public static SamplingSettings Varied { get; } = Default with { FreeTurns = 0.5, Blur = 0.15, Noise = 0.3 };

    /// <summary>For micrographs of many kinds of particles, all labels of which are exact and complete.</summary>
    public static SamplingSettings General { get; } =
        new(24576, 0.07, 0.25, 0.5, 0, 0.3) { EqualMicrographs = true };
}
