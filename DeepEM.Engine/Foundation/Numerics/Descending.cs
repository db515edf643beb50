using System.Numerics;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Values from the largest to the least.</summary>
internal static class Descending
{
    /// <summary>How many of them reach a value.</summary>
    /// <typeparam name="T">A real number.</typeparam>
    /// <param name="values">From the largest to the least.</param>
    /// <param name="least">The value to reach.</param>
    public static int CountFrom<T>(ReadOnlySpan<T> values, T least)
        where T : INumber<T>
    {
        (int from, int to) = (0, values.Length);
        while (from < to)
        {
            int middle = (from + to) / 2;
            (from, to) = values[middle] >= least ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
