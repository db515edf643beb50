using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Picking;

/// <summary>Leaves out picks too near to the border of the micrograph.</summary>
internal static class EdgeRule
{
    /// <summary>
    /// Whether a pick keeps the margin on all four sides; without a margin every pick does, also one on the outer half
    /// of the last pixel.
    /// </summary>
    public static bool Keeps(Particle particle, int height, int width, double margin) =>
        margin <= 0 || (particle.X >= margin && particle.Y >= margin
        && particle.X <= width - 1 - margin && particle.Y <= height - 1 - margin);
}
