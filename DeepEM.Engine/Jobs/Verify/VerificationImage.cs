using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>A micrograph as the network sees it, with what scores it.</summary>
/// <param name="Image">The image and its mask.</param>
/// <param name="Model">The model, set to the micrograph's pixel size.</param>
/// <param name="PixelSizeAngstrom">Pixel size of the micrograph.</param>
/// <param name="Finders">Find candidates on it and on others of its pixel size.</param>
internal sealed record VerificationImage(
    PreparedMicrograph Image, PickingModel Model, double PixelSizeAngstrom, CandidateFinders Finders)
{
    /// <summary>Particle diameter, pixels of the image.</summary>
    public double Diameter => Model.BinnedDiameter;
}
