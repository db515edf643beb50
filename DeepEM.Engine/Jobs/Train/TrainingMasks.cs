using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Where on the training micrographs not to pick, and the sign of their contrast.</summary>
/// <param name="Limits">Limits of the automatic mask; no labelled particle is masked.</param>
/// <param name="Contrast">Whether the labelled particles are dark or bright.</param>
internal sealed record TrainingMasks(MaskLimits Limits, ParticleContrast Contrast)
{
    /// <summary>Nothing was measured.</summary>
    public static TrainingMasks NotMeasured { get; } =
        new(MaskLimits.Default, ParticleContrast.Unclear);

    /// <summary>Applies a given mask to labels: what lies in masked places counts for nothing.</summary>
    public static TrainingMicrograph WithoutMasked(
        TrainingMicrograph micrograph, TrainingItem item, MaskMeaning meaning, List<Notice> warnings)
    {
        if (item.MaskPath is not { } path)
        {
            return micrograph;
        }

        PreparedMicrograph image = micrograph.Image;
        MicrographMask mask = MaskFolder.Read(path, meaning, image.OriginalHeight, image.OriginalWidth);
        BinnedPosition[] masked =
            [.. micrograph.Particles.Where(p => mask.Covers(CoordinateFrame.ToMicrograph(p, image.Binning, 0)))];
        if (masked.Length > 0)
        {
            warnings.Warn(
                item.Path,
                NoticeCode.LabelsMasked,
                $"{masked.Length} of {micrograph.Particles.Count} picks lie where {path} masks the "
                + "micrograph and were left out");
        }

        return micrograph with
        {
            Image = image with { Mask = mask },
            Particles = [.. micrograph.Particles.Except(masked)],
            Ignored = [.. micrograph.Ignored, .. masked],
        };
    }

    /// <summary>Measures the micrographs and masks them.</summary>
    /// <param name="micrographs">Labelled micrographs, perhaps with given masks, each with what was measured on it.
    /// </param>
    /// <param name="diameter">Particle diameter, pixels of the micrographs' images.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>The same micrographs with their masks, and what was measured.</returns>
    public static (IReadOnlyList<TrainingMicrograph> Micrographs, TrainingMasks Masks) Survey(
        IReadOnlyList<(TrainingMicrograph Micrograph, MaskMeasurement Measurement)> micrographs,
        double diameter,
        TrainingRunSettings settings,
        List<Notice> warnings)
    {
        MaskLimits limits = settings.FindsMask
            ? MaskLimitFinder.Of([.. micrographs.Select(m => (m.Measurement, Labels(m.Micrograph)))])
            : MaskLimits.Default;
        TrainingMicrograph[] masked = settings.FindsMask
            ? [.. micrographs.Select(m => Masked(m.Micrograph, m.Measurement.Mask(limits)))]
            : [.. micrographs.Select(m => m.Micrograph)];
        ParticleContrast seen = LabelContrast.Of(masked, diameter).Contrast;
        if (settings.Contrast is { } said && seen != ParticleContrast.Unclear && seen != said)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.ContrastContradicted,
                $"the labelled particles look {Word(seen)}, and the contrast that was asked for is {Word(said)}, "
                + "which is stored");
        }

        return (masked, new TrainingMasks(limits, settings.Contrast ?? seen));
    }

    private static TrainingMicrograph Masked(TrainingMicrograph micrograph, MicrographMask found) => micrograph with
    {
        Image = micrograph.Image with { Mask = micrograph.Image.Mask?.With(found) ?? found },
    };

    private static IReadOnlyList<Particle> Labels(TrainingMicrograph micrograph) =>
        [.. micrograph.Particles.Select(p => CoordinateFrame.ToMicrograph(p, micrograph.Image.Binning, 0))];

    private static string Word(ParticleContrast contrast) => contrast == ParticleContrast.Dark ? "dark" : "bright";
}
