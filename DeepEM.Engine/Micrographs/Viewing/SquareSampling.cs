namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Draws a square of an image on another number of pixels.</summary>
internal static class SquareSampling
{
    // Enough for the noise of a large particle, and a bound on the work.
    private const int MostSamples = 8;

    /// <summary>Draws a square.</summary>
    /// <param name="image">height·width values, row by row.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="centre">Middle of the square; pixel (0, 0) has its centre at (0, 0).</param>
    /// <param name="square">Side of the square, pixels of the image.</param>
    /// <param name="side">Side of the result, pixels.</param>
    /// <returns>side·side means of values between pixels, bilinear; where a result pixel is smaller than a pixel of
    /// the image, one such value. NaN where a sample lies beyond the image.</returns>
    public static float[] Draw(
        ReadOnlySpan<float> image, int height, int width, (double X, double Y) centre, double square, int side)
    {
        double step = square / side;
        int samples = (int)Math.Clamp(Math.Round(step), 1, MostSamples);
        float[] drawn = new float[side * side];
        for (int i = 0; i < drawn.Length; i++)
        {
            double top = centre.Y - (square / 2) + (i / side * step);
            double left = centre.X - (square / 2) + (i % side * step);
            double sum = 0;
            for (int k = 0; k < samples * samples; k++)
            {
                double y = top + (((k / samples) + 0.5) * step / samples);
                double x = left + (((k % samples) + 0.5) * step / samples);
                sum += At(image, height, width, x, y);
            }

            drawn[i] = (float)(sum / (samples * samples));
        }

        return drawn;
    }

    private static double At(ReadOnlySpan<float> image, int height, int width, double x, double y)
    {
        if (!(x >= -0.5 && x <= width - 0.5 && y >= -0.5 && y <= height - 0.5))
        {
            return double.NaN;
        }

        // Within half a pixel of the border the border's pixels go on.
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        (int left, int top) = ((int)x, (int)y);
        (int right, int bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        (double u, double v) = (x - left, y - top);
        double upper = ((1 - u) * image[(top * width) + left]) + (u * image[(top * width) + right]);
        double lower = ((1 - u) * image[(bottom * width) + left]) + (u * image[(bottom * width) + right]);
        return ((1 - v) * upper) + (v * lower);
    }
}
