namespace DeepEM.Kernels.Peaks;

/// <summary>What to look for in a score map, as kernels take it.</summary>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
/// <param name="Reach">Rows and columns to look away from a score, ⌊radius⌋.</param>
/// <param name="SquaredRadius">⌊radius²⌋: squared distances are integers, so nothing is lost.</param>
/// <param name="Threshold">Scores must be greater than this.</param>
internal readonly record struct PeakSearch(int Height, int Width, int Reach, int SquaredRadius, float Threshold)
{
    /// <summary>Checks and converts the arguments of a search.</summary>
    /// <exception cref="ArgumentException">The radius is not at least 1, or far larger than any map.</exception>
    public static PeakSearch Of(int height, int width, float radius, float threshold)
    {
        const float LargestRadius = 30_000;
        if (!(radius is >= 1 and <= LargestRadius))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), radius, $"Must be 1 to {LargestRadius} pixels.");
        }

        if (float.IsNaN(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Must be a number.");
        }

        return new PeakSearch(height, width, (int)radius, (int)((double)radius * radius), threshold);
    }
}
