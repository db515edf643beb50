using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Cuts square windows out of prepared micrographs, turned by any angle, mirrored and magnified.</summary>
/// <remarks>
/// Pixels lie between those of the micrograph and are interpolated by the cubic convolution of Keys (1981, a = −½),
/// which smooths the noise less than a linear one. It still smooths it: a network must be shown
/// <see cref="WindowCutter"/>'s windows as well, or it meets plain noise for the first time when it picks.
/// </remarks>
public static class TurnedWindow
{
    private const int Taps = 4;

    /// <summary>Cuts a window around a place, at its exact centre; beyond the border the image is reflected.</summary>
    /// <param name="image">The micrograph.</param>
    /// <param name="centre">Centre of the window.</param>
    /// <param name="angle">Turn in radians; 0 leaves the window upright.</param>
    /// <param name="mirrored">Whether left and right are exchanged.</param>
    /// <param name="scale">Pixels of the window per pixel of the micrograph, above 0.</param>
    /// <param name="side">Side of the window, pixels.</param>
    /// <param name="window">Receives side·side values, row by row.</param>
    public static void Cut(
        PreparedMicrograph image,
        BinnedPosition centre,
        double angle,
        bool mirrored,
        double scale,
        int side,
        Span<float> window)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        double across = Math.Cos(angle) / scale;
        double down = Math.Sin(angle) / scale;
        double half = (side - 1) / 2.0;
        double hand = mirrored ? -1 : 1;
        Span<float> weightsX = stackalloc float[Taps];
        Span<float> weightsY = stackalloc float[Taps];
        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                double u = hand * (j - half);
                double v = i - half;
                double x = centre.X + (u * across) - (v * down);
                double y = centre.Y + (u * down) + (v * across);
                int left = (int)Math.Floor(x);
                int top = (int)Math.Floor(y);
                Weigh((float)(x - left), weightsX);
                Weigh((float)(y - top), weightsY);
                window[(i * side) + j] = Interpolate(image, top - 1, left - 1, weightsY, weightsX);
            }
        }
    }

    private static float Interpolate(
        PreparedMicrograph image, int top, int left, ReadOnlySpan<float> weightsY, ReadOnlySpan<float> weightsX)
    {
        bool inside = top >= 0 && left >= 0 && top + Taps <= image.Height && left + Taps <= image.Width;
        float sum = 0;
        for (int a = 0; a < Taps; a++)
        {
            int row = (inside ? top + a : Reflection.Fold(top + a, image.Height)) * image.Width;
            float line = 0;
            for (int b = 0; b < Taps; b++)
            {
                line += weightsX[b] * image.Pixels[row + (inside ? left + b : Reflection.Fold(left + b, image.Width))];
            }

            sum += weightsY[a] * line;
        }

        return sum;
    }

    // Weights of the pixels at −1, 0, 1 and 2 for a place t in [0, 1).
    private static void Weigh(float t, Span<float> weights)
    {
        float t2 = t * t;
        float t3 = t2 * t;
        weights[0] = (-0.5f * t3) + t2 - (0.5f * t);
        weights[1] = (1.5f * t3) - (2.5f * t2) + 1;
        weights[2] = (-1.5f * t3) + (2 * t2) + (0.5f * t);
        weights[3] = (0.5f * t3) - (0.5f * t2);
    }
}
