namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Mean and variance of pixels.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Variance">Mean square of the distance from the mean.</param>
internal readonly record struct Moments(double Mean, double Variance)
{
    /// <summary>Square root of the variance.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Of a whole image.</summary>
    /// <param name="image">At least one pixel.</param>
    /// <returns>The moments.</returns>
    public static Moments Of(ReadOnlySpan<float> image)
    {
        double sum = 0;
        double squares = 0;
        foreach (float value in image)
        {
            sum += value;
            squares += (double)value * value;
        }

        return FromSums(sum, squares, image.Length);
    }

    /// <summary>Of the pixels within a distance of any of some places, each counted once.</summary>
    /// <param name="image">Pixels, row by row.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="places">Centres of the discs, column and row.</param>
    /// <param name="radius">Radius of the discs, pixels.</param>
    /// <returns>The moments, or 0 and 0 when no pixel lies in a disc.</returns>
    public static Moments InDiscs(
        ReadOnlySpan<float> image, int width, IReadOnlyList<(double X, double Y)> places, double radius)
    {
        int height = image.Length / width;
        bool[] seen = new bool[image.Length];
        double sum = 0;
        double squares = 0;
        long count = 0;
        foreach ((double centreX, double centreY) in places)
        {
            int top = Math.Max(0, (int)Math.Ceiling(centreY - radius));
            int bottom = Math.Min(height - 1, (int)Math.Floor(centreY + radius));
            for (int y = top; y <= bottom; y++)
            {
                double half = Math.Sqrt((radius * radius) - ((y - centreY) * (y - centreY)));
                int left = Math.Max(0, (int)Math.Ceiling(centreX - half));
                int right = Math.Min(width - 1, (int)Math.Floor(centreX + half));
                for (int i = (y * width) + left; i <= (y * width) + right; i++)
                {
                    if (!seen[i])
                    {
                        seen[i] = true;
                        sum += image[i];
                        squares += (double)image[i] * image[i];
                        count++;
                    }
                }
            }
        }

        return FromSums(sum, squares, count);
    }

    private static Moments FromSums(double sum, double squares, long count)
    {
        if (count == 0)
        {
            return default;
        }

        double mean = sum / count;
        return new Moments(mean, Math.Max(0, (squares / count) - (mean * mean)));
    }
}
