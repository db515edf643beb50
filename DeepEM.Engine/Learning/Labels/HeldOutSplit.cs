using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Labels;

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

    /// <summary>Whether the micrographs to judge by are others than those to learn from.</summary>
    public bool HoldsOut { get; init; } = true;

    /// <summary>Learns from everything: for labels too few to spare any.</summary>
    /// <param name="micrographs">Micrographs with at least one particle each.</param>
    /// <returns>A division both parts of which are all micrographs.</returns>
    public static HeldOutSplit WithoutHoldout(IReadOnlyList<TrainingMicrograph> micrographs) =>
        new(micrographs, micrographs) { HoldsOut = false };

    /// <summary>Divides micrographs as their user has.</summary>
    /// <param name="micrographs">Micrographs with at least one particle each.</param>
    /// <returns>The division; null where nobody has divided them, or one part would be empty.</returns>
    public static HeldOutSplit? AsGiven(IReadOnlyList<TrainingMicrograph> micrographs)
    {
        TrainingMicrograph[] heldOut = [.. micrographs.Where(micrograph => micrograph.IsHeldOut)];
        return heldOut.Length == 0 || heldOut.Length == micrographs.Count
            ? null
            : new HeldOutSplit([.. micrographs.Where(micrograph => !micrograph.IsHeldOut)], heldOut);
    }

    /// <summary>Divides micrographs by chance; a single one is cut in two.</summary>
    /// <param name="micrographs">Micrographs with at least one particle each.</param>
    /// <param name="random">Decides which ones; advanced.</param>
    /// <param name="leastHeight">Rows that each part of a single micrograph must have, at least 1.</param>
    /// <returns>
    /// The division; both parts hold a particle. A single micrograph that cannot be cut so is both parts.
    /// </returns>
    public static HeldOutSplit Of(
        IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random, int leastHeight)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leastHeight);
        if (micrographs.Count == 1)
        {
            return CutInTwo(micrographs[0], leastHeight);
        }

        int[] order = [.. Enumerable.Range(0, micrographs.Count)];
        random.Shuffle(order.AsSpan());
        int held = Math.Max(1, (int)Math.Round(Share * micrographs.Count));
        return new HeldOutSplit(
            [.. order[held..].Order().Select(i => micrographs[i])],
            [.. order[..held].Order().Select(i => micrographs[i])]);
    }

    // The lowest rows that hold a fifth of the particles are held out.
    private static HeldOutSplit CutInTwo(TrainingMicrograph micrograph, int leastHeight)
    {
        double[] rows = [.. micrograph.Particles.Select(p => p.Y).Order()];
        int above = Math.Max(1, (int)Math.Round((1 - Share) * rows.Length));
        int height = micrograph.Image.Height;
        if (above < rows.Length && height >= 2 * leastHeight)
        {
            int cut = (int)Math.Round((rows[above - 1] + rows[above]) / 2);
            cut = Math.Clamp(cut, leastHeight, height - leastHeight);
            TrainingMicrograph upper = Band(micrograph, 0, cut);
            TrainingMicrograph lower = Band(micrograph, cut, height);
            if (upper.Particles.Count > 0 && lower.Particles.Count > 0)
            {
                return new HeldOutSplit([upper], [lower]);
            }
        }

        return WithoutHoldout([micrograph]);
    }

    private static TrainingMicrograph Band(TrainingMicrograph micrograph, int top, int bottom)
    {
        PreparedMicrograph image = micrograph.Image;
        PreparedMicrograph band = image with
        {
            Pixels = image.Pixels[(top * image.Width)..(bottom * image.Width)],
            Height = bottom - top,
            OriginalHeight = (int)Math.Round(
                Math.Min(image.OriginalHeight, bottom * image.Binning) - (top * image.Binning)),
            Mask = image.Mask?.From(top * image.Binning),
        };
        return new TrainingMicrograph(
            band, Within(micrograph.Particles), Within(micrograph.Negatives), Within(micrograph.Ignored));

        BinnedPosition[] Within(IReadOnlyList<BinnedPosition> places) =>
            [.. places.Where(p => p.Y >= top - 0.5 && p.Y < bottom - 0.5).Select(p => p with { Y = p.Y - top })];
    }
}
