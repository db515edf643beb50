using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Picking;

/// <summary>
/// Finds particles in micrographs with one model. Keeps buffers: one object serves one caller at a time.
/// </summary>
public interface IMicrographPicker : IDisposable
{
    /// <summary>Finds the particles of one micrograph.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <returns>
    /// Centres in original pixels with their figures of merit, best first, down to the floor of the settings: the
    /// caller applies the threshold.
    /// </returns>
    /// <exception cref="InvalidFileException">The micrograph is smaller than the box.</exception>
    IReadOnlyList<Particle> Pick(Micrograph micrograph);
}
