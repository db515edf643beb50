using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Preparation;
using DeepEM.Engine.Randomness;

namespace DeepEM.Engine.Training;

/// <summary>
/// Labelled micrographs divided into those to learn from and those to judge and set the threshold by.
/// </summary>
/// <param name="Training">Micrographs to learn from.</param>
/// <param name="HeldOut">Micrographs that no window is learnt from.</param>
public sealed record HeldOutSplit(
    IReadOnlyList<TrainingMicrograph> Training, IReadOnlyList<TrainingMicrograph> HeldOut)
{
    /// <summary>Share of the micrographs that is held out.</summary>
    public const double Share = 0.2;

    /// <summary>Divides micrographs by chance; a single one is cut in two.</summary>
    /// <param name="micrographs">Micrographs with at least one particle each.</param>
    /// <param name="random">Decides which ones; advanced.</param>
    /// <returns>The division; both parts hold at least one particle where there are two.</returns>
    public static HeldOutSplit Of(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(random);
        if (micrographs.Count == 1)
        {
            return CutInTwo(micrographs[0]);
        }

        int[] order = [.. Enumerable.Range(0, micrographs.Count)];
        random.Shuffle(order.AsSpan());
        int held = Math.Max(1, (int)Math.Round(Share * micrographs.Count));
        return new HeldOutSplit(
            [.. order[held..].Order().Select(i => micrographs[i])],
            [.. order[..held].Order().Select(i => micrographs[i])]);
    }

    // The lowest rows that hold a fifth of the particles are held out.
    private static HeldOutSplit CutInTwo(TrainingMicrograph micrograph)
    {
        double[] rows = [.. micrograph.Particles.Select(p => p.Y).Order()];
        int above = Math.Max(1, (int)Math.Round((1 - Share) * rows.Length));
        if (above >= rows.Length)
        {
            return new HeldOutSplit([micrograph], [micrograph]);
        }

        int cut = (int)Math.Round((rows[above - 1] + rows[above]) / 2);
        cut = Math.Clamp(cut, 1, micrograph.Image.Height - 1);
        return new HeldOutSplit(
            [Band(micrograph, 0, cut)], [Band(micrograph, cut, micrograph.Image.Height)]);
    }

    private static TrainingMicrograph Band(TrainingMicrograph micrograph, int top, int bottom)
    {
        PreparedMicrograph image = micrograph.Image;
        PreparedMicrograph band = image with
        {
            Pixels = image.Pixels[(top * image.Width)..(bottom * image.Width)],
            Height = bottom - top,
            OriginalHeight = Math.Min(image.OriginalHeight, bottom * image.Binning) - (top * image.Binning),
        };
        return new TrainingMicrograph(
            band, Within(micrograph.Particles), Within(micrograph.NotParticles), Within(micrograph.Unknown));

        BinnedPosition[] Within(IReadOnlyList<BinnedPosition> places) =>
            [.. places.Where(p => p.Y >= top - 0.5 && p.Y < bottom - 0.5).Select(p => p with { Y = p.Y - top })];
    }
}
