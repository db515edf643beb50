using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking;

/// <summary>A picker that needs micrographs binned only, so that they never have to be held in full.</summary>
public interface IBinnedPicker : IMicrographPicker
{
    /// <summary>How many times they are to be binned.</summary>
    int Binning { get; }

    /// <summary>Finds the particles of one micrograph outside a mask.</summary>
    /// <param name="micrograph">The micrograph, binned <see cref="Binning"/> times.</param>
    /// <param name="given">A mask of another program's, which adds to the automatic one; or null.</param>
    /// <returns>What <see cref="IMicrographPicker.Pick(Micrographs.Micrograph, MicrographMask)"/> finds in the same
    /// micrograph in full.</returns>
    /// <exception cref="InvalidFileException">The micrograph is smaller than the box.</exception>
    PickedMicrograph Pick(BinnedMicrograph micrograph, MicrographMask? given);
}
