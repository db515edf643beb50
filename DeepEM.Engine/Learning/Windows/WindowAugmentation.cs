using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Windows;

/// <summary>Cuts a window as another exposure of the same place might have shown it.</summary>
/// <remarks>
/// In this order: any turn and mirror (by steps of a quarter, which leave the noise as it is, or freely with a small
/// change of scale), blur as from another defocus, contrast, noise.
/// </remarks>
internal static class WindowAugmentation
{
    // A freely turned window is also larger or smaller by up to this: diameters are known to a few per cent.
    private const double Magnification = 0.06;

    public static void Cut(
        PreparedMicrograph image,
        BinnedPosition place,
        SamplingSettings settings,
        int side,
        RandomSource random,
        Span<float> window)
    {
        int orientation = random.NextInt32(WindowCutter.Orientations);
        if (settings.FreeTurns > 0 && random.NextDouble() < settings.FreeTurns)
        {
            double angle = random.NextDouble(0, 2 * Math.PI);
            double scale = Math.Exp(random.NextDouble(-Magnification, Magnification));
            TurnedWindow.Cut(image, place, angle, orientation >= WindowCutter.Orientations / 2, scale, side, window);
        }
        else
        {
            WindowCutter.Cut(image, place, orientation, side, window);
        }

        if (settings.Blur > 0)
        {
            Blur(window, side, (float)random.NextDouble(0, settings.Blur));
        }

        float contrast = (float)random.NextDouble(1 - settings.Contrast, 1 + settings.Contrast);
        if (settings.Noise > 0)
        {
            float noise = (float)random.NextDouble(0, settings.Noise);
            foreach (ref float value in window)
            {
                value = (contrast * value) + (noise * (float)random.NextGaussian());
            }

            return;
        }

        foreach (ref float value in window)
        {
            value *= contrast;
        }
    }

    // Three taps, share, 1 − 2·share, share, along the rows and then along the columns; the border keeps its values.
    private static void Blur(Span<float> window, int side, float share)
    {
        for (int line = 0; line < side; line++)
        {
            Smooth(window, line * side, 1, side, share);
        }

        for (int line = 0; line < side; line++)
        {
            Smooth(window, line, side, side, share);
        }
    }

    private static void Smooth(Span<float> window, int first, int step, int count, float share)
    {
        float before = window[first];
        for (int k = 1, at = first + step; k < count - 1; k++, at += step)
        {
            float here = window[at];
            window[at] = here + (share * (before - (2 * here) + window[at + step]));
            before = here;
        }
    }
}
