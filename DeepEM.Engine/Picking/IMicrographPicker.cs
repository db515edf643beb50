using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking;

/// <summary>
/// Finds particles on images as its network sees them. Keeps buffers: one object serves one caller at a time.
/// </summary>
/// <remarks>From a micrograph as it was read to its picks: <see cref="ModelPicker"/>.</remarks>
public interface IMicrographPicker : IDisposable
{
    /// <summary>What a user should know about the memory of the device; null where there was enough.</summary>
    Notice? Notice { get; }

    /// <summary>What the noise of the last image scores; null where it was not measured.</summary>
    NoiseScores? Noise { get; }

    /// <summary>What the candidates of the last image would be worth that its mask surely removed, best first; empty
    /// where that is not known.</summary>
    IReadOnlyList<double> MaskedMerits { get; }

    /// <summary>Finds the particles of one image, outside its mask.</summary>
    /// <param name="image">The image, prepared as the network learnt it; not changed.</param>
    /// <returns>
    /// Centres in original pixels with their figures of merit, best first, down to the floor of the settings: the
    /// caller applies the threshold.
    /// </returns>
    /// <exception cref="InvalidFileException">The image is smaller than the box.</exception>
    IReadOnlyList<Particle> Pick(PreparedMicrograph image);
}
