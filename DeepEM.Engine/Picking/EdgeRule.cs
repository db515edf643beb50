using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Picking;

/// <summary>Leaves out picks too near to the border of the micrograph.</summary>
internal static class EdgeRule
{
    /// <summary>Whether a pick keeps the margin on all four sides.</summary>
    public static bool Keeps(Particle particle, int height, int width, double margin) =>
        particle.X >= margin && particle.Y >= margin
        && particle.X <= width - 1 - margin && particle.Y <= height - 1 - margin;
}
