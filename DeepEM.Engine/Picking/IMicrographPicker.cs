using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;

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

    /// <summary>Finds the particles of one micrograph outside a mask.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <param name="given">A mask of another program's, which adds to the automatic one; or null.</param>
    /// <returns>The particles as above, and where nothing was picked.</returns>
    /// <exception cref="InvalidFileException">The micrograph is smaller than the box.</exception>
    PickedMicrograph Pick(Micrograph micrograph, MicrographMask? given);
}
