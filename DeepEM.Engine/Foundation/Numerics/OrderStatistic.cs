using System.Numerics;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Values by their rank.</summary>
internal static class OrderStatistic
{
    // Fewer are sorted at once.
    private const int Few = 16;

    /// <summary>The value that sorting would bring to a place, without sorting all (Hoare's selection).</summary>
    /// <param name="values">The values, none of them NaN; they change places: afterwards none before the rank is
    /// greater than the result, and none after it is less.</param>
    /// <param name="rank">The place, from 0.</param>
    /// <returns>The value.</returns>
    public static float Select(Span<float> values, int rank)
    {
        int left = 0;
        int right = values.Length - 1;

        // Bad luck with the pivots must not cost the square of the length.
        int rounds = 4 * BitOperations.Log2((uint)values.Length + 1);
        while (right > left)
        {
            if (right - left < Few || rounds-- == 0)
            {
                values[left..(right + 1)].Sort();
                break;
            }

            (int end, int start) = Split(values, left, right);
            if (rank > end && rank < start)
            {
                break;
            }

            (left, right) = rank <= end ? (left, end) : (start, right);
        }

        return values[rank];
    }

    /// <summary>The middle one of some numbers, or the mean of the two in the middle.</summary>
    /// <param name="values">At least one number, none of them NaN, in any order.</param>
    /// <returns>The median.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no numbers.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    // Brings what is less than the pivot to the left; what lies between the results is equal to it.
    private static (int End, int Start) Split(Span<float> values, int left, int right)
    {
        (float a, float b, float c) = (values[left], values[left + ((right - left) / 2)], values[right]);
        float pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        (int i, int j) = (left, right);
        while (i <= j)
        {
            while (values[i] < pivot)
            {
                i++;
            }

            while (values[j] > pivot)
            {
                j--;
            }

            if (i <= j)
            {
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
        }

        return (j, i);
    }
}
