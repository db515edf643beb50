using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>The part of a prepared micrograph on which noise is measured, with the candidates that lie there.</summary>
/// <remarks>
/// Noise is the same all over a good micrograph: a part tells as much as the whole, and costs less to score again.
/// </remarks>
internal sealed class DecoyRegion
{
    // The mask is looked at once for a square of so many pixels a side: its cells are several times as wide.
    private const int MaskStep = 4;

    private readonly PreparedMicrograph _whole;
    private readonly bool[] _isMaskedInWhole;
    private readonly IReadOnlyList<Peak> _all;

    private DecoyRegion(
        PreparedMicrograph whole,
        bool[] isMaskedInWhole,
        IReadOnlyList<Peak> all,
        (int Top, int Left) place,
        (int Height, int Width) size,
        DecoyBuffers buffers)
    {
        (_whole, _isMaskedInWhole, _all, Buffers) = (whole, isMaskedInWhole, all, buffers);
        float[] pixels = buffers.Take<float>(DecoyBuffer.Region, size.Height * size.Width);
        IsMasked = buffers.Take<bool>(DecoyBuffer.Mask, pixels.Length);
        for (int y = 0; y < size.Height; y++)
        {
            int from = ((place.Top + y) * whole.Width) + place.Left;
            whole.Pixels.AsSpan(from, size.Width).CopyTo(pixels.AsSpan(y * size.Width));
            isMaskedInWhole.AsSpan(from, size.Width).CopyTo(IsMasked.AsSpan(y * size.Width));
        }

        Image = whole with { Pixels = pixels, Height = size.Height, Width = size.Width, Mask = null };
        buffers.Candidates.Clear();
        for (int n = 0; n < all.Count; n++)
        {
            Peak peak = all[n] with { Y = all[n].Y - place.Top, X = all[n].X - place.Left };
            if (IsOpen(Image, IsMasked, peak))
            {
                buffers.Candidates.Add(peak);
            }
        }

        Candidates = buffers.Candidates;
    }

    /// <summary>The pixels of the region, as a micrograph without a mask.</summary>
    public PreparedMicrograph Image { get; }

    /// <summary>For every pixel, row by row, whether it is masked.</summary>
    public bool[] IsMasked { get; }

    /// <summary>The candidates within, in pixels of the region, best first; none where it is masked.</summary>
    public IReadOnlyList<Peak> Candidates { get; }

    /// <summary>The memory of the region and of what comes of it.</summary>
    public DecoyBuffers Buffers { get; }

    /// <summary>Cuts out the part of a micrograph with the least masked.</summary>
    /// <param name="image">The micrograph.</param>
    /// <param name="candidates">Its candidates, best first.</param>
    /// <param name="mostPixels">Largest side of the region, pixels.</param>
    /// <param name="buffers">Memory for it.</param>
    /// <param name="margin">What is nearer to the border than this counts as masked, pixels.</param>
    /// <returns>The region: the whole micrograph where it is no larger. Valid until the next of the same memory.
    /// </returns>
    public static DecoyRegion Of(
        PreparedMicrograph image,
        IReadOnlyList<Peak> candidates,
        int mostPixels,
        DecoyBuffers buffers,
        double margin = 0)
    {
        int height = Math.Min(image.Height, mostPixels);
        int width = Math.Min(image.Width, mostPixels);
        bool[] isMasked = Masked(image, buffers);
        MaskBorder(isMasked, image, (int)Math.Round(margin));
        (int top, int left) = Place(image, isMasked, height, width);
        return new DecoyRegion(image, isMasked, candidates, (top, left), (height, width), buffers);
    }

    /// <summary>What of the whole micrograph is free of the mask and of what is kept.</summary>
    /// <param name="keptFrom">Logit from which a candidate is kept.</param>
    /// <param name="radius">Radius of what it takes, pixels.</param>
    /// <returns>Pixels of neither, pixels that are not masked, and how many candidates are kept on them.</returns>
    public (int Open, int Unmasked, int Kept) Whole(double keptFrom, double radius)
    {
        Peak[] kept =
        [
            .. _all.TakeWhile(peak => peak.Logit >= keptFrom)
                .Where(peak => IsOpen(_whole, _isMaskedInWhole, peak)),
        ];
        bool[] isOpen = Buffers.Take<bool>(DecoyBuffer.Open, _isMaskedInWhole.Length);
        Discs.SetOpen(isOpen, _isMaskedInWhole);
        int unmasked = isOpen.AsSpan().Count(true);
        Discs.Clear(isOpen, _whole, kept, radius);
        return (isOpen.AsSpan().Count(true), unmasked, kept.Length);
    }

    /// <summary>Logits of all candidates that are not masked, best first.</summary>
    public double[] OpenLogits() => LogitsOf(_all, peak => IsOpen(_whole, _isMaskedInWhole, peak));

    /// <summary>Logits of those of some peaks that are of a kind.</summary>
    /// <param name="peaks">The peaks.</param>
    /// <param name="isThere">Whether a peak is one of them; asked twice, so that nothing is left to the collector.
    /// </param>
    public static double[] LogitsOf(IReadOnlyList<Peak> peaks, Func<Peak, bool> isThere)
    {
        int count = 0;
        for (int n = 0; n < peaks.Count; n++)
        {
            count += isThere(peaks[n]) ? 1 : 0;
        }

        double[] logits = new double[count];
        count = 0;
        for (int n = 0; n < peaks.Count; n++)
        {
            if (isThere(peaks[n]))
            {
                logits[count++] = peaks[n].Logit;
            }
        }

        return logits;
    }

    /// <summary>The pixel that a place lies on.</summary>
    /// <returns>False where it lies outside.</returns>
    public static bool TryPixel(Peak peak, int height, int width, out int pixel)
    {
        (int y, int x) = ((int)Math.Round(peak.Y), (int)Math.Round(peak.X));
        pixel = (y * width) + x;
        return y >= 0 && x >= 0 && y < height && x < width;
    }

    private static bool IsOpen(PreparedMicrograph image, bool[] isMasked, Peak peak) =>
        TryPixel(peak, image.Height, image.Width, out int pixel) && !isMasked[pixel];

    private static bool[] Masked(PreparedMicrograph image, DecoyBuffers buffers)
    {
        bool[] isMasked = buffers.TakeClear<bool>(DecoyBuffer.WholeMask, image.Height * image.Width);
        if (image.Mask is not { } mask)
        {
            return isMasked;
        }

        for (int y = 0; y < image.Height; y += MaskStep)
        {
            int rows = Math.Min(MaskStep, image.Height - y);
            for (int x = 0; x < image.Width; x += MaskStep)
            {
                int columns = Math.Min(MaskStep, image.Width - x);
                var centre = new BinnedPosition(x + ((columns - 1) / 2.0), y + ((rows - 1) / 2.0));
                if (mask.Covers(CoordinateFrame.ToMicrograph(centre, image.Binning, 0)))
                {
                    for (int i = 0; i < rows; i++)
                    {
                        isMasked.AsSpan(((y + i) * image.Width) + x, columns).Fill(true);
                    }
                }
            }
        }

        return isMasked;
    }

    private static void MaskBorder(bool[] isMasked, PreparedMicrograph image, int margin)
    {
        for (int y = 0; y < image.Height && margin > 0; y++)
        {
            bool isAllBorder = y < margin || y >= image.Height - margin;
            int columns = isAllBorder ? image.Width : Math.Min(margin, image.Width);
            isMasked.AsSpan(y * image.Width, columns).Fill(true);
            isMasked.AsSpan(((y + 1) * image.Width) - columns, columns).Fill(true);
        }
    }

    // In the middle where nothing is masked; else where least is, in steps of a quarter of the region.
    private static (int Top, int Left) Place(PreparedMicrograph image, bool[] isMasked, int height, int width)
    {
        (int Top, int Left) best = ((image.Height - height) / 2, (image.Width - width) / 2);
        int least = Count(image, isMasked, best, height, width);
        for (int top = 0; top + height <= image.Height && least > 0; top += Math.Max(1, height / 4))
        {
            for (int left = 0; left + width <= image.Width && least > 0; left += Math.Max(1, width / 4))
            {
                int masked = Count(image, isMasked, (top, left), height, width);
                if (masked < least)
                {
                    (least, best) = (masked, (top, left));
                }
            }
        }

        return best;
    }

    private static int Count(
        PreparedMicrograph image, bool[] isMasked, (int Top, int Left) place, int height, int width)
    {
        int count = 0;
        for (int y = place.Top; y < place.Top + height; y++)
        {
            count += isMasked.AsSpan((y * image.Width) + place.Left, width).Count(true);
        }

        return count;
    }
}
