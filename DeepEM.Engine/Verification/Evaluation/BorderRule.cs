using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Leaves out what lies so near the edge that a whole particle does not fit.</summary>
/// <remarks>
/// Picks in the border are dropped. Labels in the border become ignored places, so that a pick just inside, which found
/// such a particle, is not called wrong. With a border of B, particles at whole pixels 0 … B−1 and their mirror images
/// are in the border.
/// </remarks>
internal static class BorderRule
{
    /// <summary>Applies the rule to every micrograph.</summary>
    /// <param name="micrographs">Labels, picks and ignored places.</param>
    /// <param name="border">Width of the border, pixels; 0 changes nothing.</param>
    /// <returns>The micrographs without their borders.</returns>
    /// <exception cref="ArgumentException">There is a border, and the size of a micrograph is unknown.</exception>
    public static IReadOnlyList<LabelledMicrograph> Apply(IReadOnlyList<LabelledMicrograph> micrographs, double border)
    {
        return border > 0 ? [.. micrographs.Select(micrograph => Apply(micrograph, border))] : micrographs;
    }

    private static LabelledMicrograph Apply(LabelledMicrograph micrograph, double border)
    {
        if (!micrograph.HasSize)
        {
            throw new ArgumentException($"A border needs the size of {micrograph.Name}, which is not known.");
        }

        bool Inside(Particle particle) =>
            particle.X >= border && particle.X <= micrograph.Width - 1 - border
            && particle.Y >= border && particle.Y <= micrograph.Height - 1 - border;

        return micrograph with
        {
            Truth = [.. micrograph.Truth.Where(Inside)],
            Picks = [.. micrograph.Picks.Where(Inside)],
            Ignored = [.. micrograph.Ignored, .. micrograph.Truth.Where(label => !Inside(label))],
        };
    }
}
