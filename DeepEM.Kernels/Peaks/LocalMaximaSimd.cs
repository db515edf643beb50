using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Peaks;

/// <summary>The local maxima of a score map on the host.</summary>
/// <remarks>
/// Almost every pixel is beaten by one of its four neighbours, so plain loops do; only what is left looks around its
/// whole disc, nearest rows first, and stops at the first score that beats it.
/// </remarks>
internal static unsafe class LocalMaximaSimd
{
    /// <inheritdoc cref="LocalMaximaReference.Find"/>
    public static void Find(
        SimdTensor scores,
        SimdTensor peaks,
        int height,
        int width,
        float radius,
        float threshold,
        SimdScratch scratch)
    {
        int reach = (int)Math.Min(radius, Math.Max(height, width));
        nint* halfWidths = HalfWidths(radius, reach, Math.Max(height, width), scratch);
        float* map = scores.Data;
        for (int i = 0; i < height; i++)
        {
            float* row = map + (i * scores.RowStride);
            float* target = peaks.Data + (i * peaks.RowStride);
            for (int j = 0; j < width; j++)
            {
                float score = row[j];
                bool peak = score > threshold
                    && !(j > 0 && row[j - 1] > score)
                    && !(j < width - 1 && row[j + 1] >= score)
                    && !(i > 0 && row[j - scores.RowStride] > score)
                    && !(i < height - 1 && row[j + scores.RowStride] >= score)
                    && Wins(map, scores.RowStride, height, width, i, j, reach, halfWidths);
                target[j] = peak ? score : float.NegativeInfinity;
            }
        }
    }

    // halfWidths[d]: how far the disc reaches left and right, d rows from its centre.
    private static nint* HalfWidths(double radius, int reach, int most, SimdScratch scratch)
    {
        nint* halfWidths = scratch.Offsets(ScratchUse.Offsets, reach + 1);
        for (int d = 0; d <= reach; d++)
        {
            nint half = (nint)Math.Min(Math.Sqrt((radius * radius) - ((double)d * d)), most);
            halfWidths[d] = half;
        }

        return halfWidths;
    }

    private static bool Wins(
        float* map, nint stride, int height, int width, int i, int j, int reach, nint* halfWidths)
    {
        float score = map[(i * stride) + j];
        for (int d = 0; d <= reach; d++)
        {
            int first = (int)Math.Max(0, j - halfWidths[d]);
            int last = (int)Math.Min(width - 1, j + halfWidths[d]);
            if (i - d >= 0 && AnyAbove(map + ((i - d) * stride), first, d == 0 ? j - 1 : last, score))
            {
                return false;
            }

            if (i + d < height && AnyFrom(map + ((i + d) * stride), d == 0 ? j + 1 : first, last, score))
            {
                return false;
            }
        }

        return true;
    }

    // Scores before this one in row-major order beat it when they are greater.
    private static bool AnyAbove(float* row, int first, int last, float score)
    {
        for (int x = first; x <= last; x++)
        {
            if (row[x] > score)
            {
                return true;
            }
        }

        return false;
    }

    // Scores after this one beat it when they are equal, too.
    private static bool AnyFrom(float* row, int first, int last, float score)
    {
        for (int x = first; x <= last; x++)
        {
            if (row[x] >= score)
            {
                return true;
            }
        }

        return false;
    }
}
