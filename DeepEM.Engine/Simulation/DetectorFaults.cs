using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>What a detector and a copy of its image do to grey levels: dead and hot lines, few levels.</summary>
internal static class DetectorFaults
{
    // Standard deviations of the image: a line that is dead or hot lies far outside of what specimens do.
    private const double LeastHeight = 3;
    private const double MostHeight = 10;
    private const double DeadChance = 0.5;

    // What an 8-bit copy keeps of the grey levels on either side of the mean, standard deviations.
    private const double KeptDeviations = 4;

    /// <summary>Sets whole columns and rows of one pixel's width to a grey level of their own.</summary>
    /// <param name="image">Height·Width values, row by row; changed.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="mean">How many lines there are on the mean; at most twice as many.</param>
    /// <param name="random">Decides; advanced.</param>
    public static void AddLines(float[] image, int width, double mean, RandomSource random)
    {
        int height = image.Length / width;
        Moments moments = Moments.Of(image);
        int count = (int)Math.Floor((2 * mean * random.NextDouble()) + random.NextDouble());
        for (int i = 0; i < count; i++)
        {
            double side = random.NextDouble() < DeadChance ? -1 : 1;
            float grey = (float)(moments.Mean
                + (side * random.NextDouble(LeastHeight, MostHeight) * moments.StandardDeviation));
            bool isColumn = random.NextDouble() < 0.5;
            int line = random.NextInt32(isColumn ? width : height);
            (int first, int step, int length) = isColumn ? (line, width, height) : (line * width, 1, width);
            for (int k = 0; k < length; k++)
            {
                image[first + (k * step)] = grey;
            }
        }
    }

    /// <summary>Leaves few grey levels, as a copy in 8 bits does, and clips what lies beyond them.</summary>
    /// <param name="image">Changed: every value is the level next to it.</param>
    /// <param name="levels">How many levels, at least 2, from 4 standard deviations below the mean to 4 above.</param>
    public static void Quantise(Span<float> image, int levels)
    {
        Moments moments = Moments.Of(image);
        double lowest = moments.Mean - (KeptDeviations * moments.StandardDeviation);
        double step = 2 * KeptDeviations * moments.StandardDeviation / (levels - 1);
        if (step > 0)
        {
            foreach (ref float value in image)
            {
                double level = Math.Clamp(Math.Round((value - lowest) / step), 0, levels - 1);
                value = (float)(lowest + (level * step));
            }
        }
    }
}
