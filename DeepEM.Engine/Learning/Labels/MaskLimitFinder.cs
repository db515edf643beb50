using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Widens the limits of the automatic mask until no labelled particle is masked.</summary>
public static class MaskLimitFinder
{
    // How far a lump reaches is given up in steps of this, diameters.
    private const double GrowthStep = 0.1;

    /// <summary>Finds the limits.</summary>
    /// <param name="micrographs">What was measured, with the labelled particles in original pixels.</param>
    /// <returns>
    /// The usual limits, or as much wider as the labels show: their levels and distances from padding, then how far
    /// lumps reach, then the texture.
    /// </returns>
    public static MaskLimits Of(
        IReadOnlyList<(MaskMeasurement Measurement, IReadOnlyList<Particle> Labels)> micrographs)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        MaskLimits limits = MaskLimits.Default;
        foreach ((MaskMeasurement measurement, IReadOnlyList<Particle> labels) in micrographs)
        {
            foreach (Particle label in labels)
            {
                double level = measurement.Level(label);
                limits = limits with
                {
                    Dark = Math.Min(limits.Dark, level),
                    Bright = Math.Max(limits.Bright, level),
                    BorderDistance = Math.Min(limits.BorderDistance, measurement.BorderDistance(label)),
                };
            }
        }

        foreach ((MaskMeasurement measurement, IReadOnlyList<Particle> labels) in micrographs)
        {
            while (limits.Growth > 0 && Masked(measurement, labels, limits, MaskReason.Outlier).Any())
            {
                limits = limits with { Growth = Math.Max(0, Math.Round(limits.Growth - GrowthStep, 3)) };
            }
        }

        foreach ((MaskMeasurement measurement, IReadOnlyList<Particle> labels) in micrographs)
        {
            double texture = measurement
                .TexturesAt(Masked(measurement, labels, limits, MaskReason.Texture), limits)
                .DefaultIfEmpty(limits.Texture)
                .Max();
            limits = limits with { Texture = Math.Max(limits.Texture, texture) };
        }

        return limits;
    }

    private static IEnumerable<Particle> Masked(
        MaskMeasurement measurement, IReadOnlyList<Particle> labels, MaskLimits limits, MaskReason reason)
    {
        MicrographMask mask = measurement.Mask(limits);
        return labels.Where(label => mask.At(label).HasFlag(reason));
    }
}
