using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Brings the labels of a micrograph onto its prepared image, and says which cannot be right.</summary>
internal static class TrainingLabels
{
    /// <summary>Labels a micrograph.</summary>
    /// <param name="image">The micrograph as the network sees it.</param>
    /// <param name="item">Its labels, original pixels.</param>
    /// <param name="warnings">Receives how many lie outside, and what a conversion would say of their scale.</param>
    /// <returns>The labels that lie inside, binned pixels.</returns>
    public static TrainingMicrograph Of(PreparedMicrograph image, TrainingItem item, List<Notice> warnings)
    {
        Particle[] particles = [.. item.Particles.Concat(item.AddedParticles)];
        BinnedPosition[] inside = Binned(particles, image);
        List<Notice> scale = OfScale(particles, image, item);
        warnings.AddRange(scale);
        if (inside.Length < particles.Length && scale.Count == 0)
        {
            warnings.Warn(
                item.Path,
                NoticeCode.OutsideMicrograph,
                $"{particles.Length - inside.Length} of {particles.Length} picks lie outside the "
                + $"{image.OriginalWidth}×{image.OriginalHeight} px micrograph and were left out");
        }

        return new TrainingMicrograph(
            image, inside, Binned(item.Negatives, image), Binned(item.Ignored, image))
        {
            IsHeldOut = item.IsHeldOut,
        };
    }

    // The same words as those of a conversion, which refuses where a training leaves out.
    private static List<Notice> OfScale(Particle[] particles, PreparedMicrograph image, TrainingItem item)
    {
        List<Notice> found = [];
        try
        {
            CoordinateCheck.KeepInside(
                new MicrographPicks(Path.GetFileName(item.Path), item.Path, particles),
                image.OriginalHeight,
                image.OriginalWidth,
                found);
        }
        catch (InvalidFileException refusal)
        {
            found.Warn(refusal.Subject, refusal.Code, refusal.Text, refusal.Figure);
        }

        return [.. found.Where(notice => notice.Code == NoticeCode.CoordinatesScaled)];
    }

    private static BinnedPosition[] Binned(IReadOnlyList<Particle> particles, PreparedMicrograph image) =>
    [
        .. particles.Where(p => CoordinateFrame.IsInside(p, image.OriginalHeight, image.OriginalWidth))
            .Select(p => CoordinateFrame.ToBinned(p.X, p.Y, image.Binning)),
    ];
}
