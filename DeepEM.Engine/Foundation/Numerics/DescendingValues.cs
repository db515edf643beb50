using System.Collections;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>Values from the largest to the least, of a source that is too large to hold: read several times instead.
/// </summary>
/// <remarks>
/// A first reading counts how many values lie in each of 32,512 narrow ranges. Then the ranges are taken from above,
/// as many at a time as fit into memory, and each time all is read again and what lies in them is sorted. A single
/// range that is too full, as when most values are equal, is counted value by value. Exact: the values that come out
/// are those that went in.
/// </remarks>
/// <param name="read">Reads all values, in pieces, in any order; called several times. Values are from 0 to 1.</param>
/// <param name="most">Most values that are held at a time.</param>
public sealed class DescendingValues(Func<IEnumerable<float[]>> read, int most = 1 << 20) : IEnumerable<double>
{
    // The bits of floats that are not negative are in the order of the floats; a range shares the upper ones.
    private const int RangeBits = 15;
    private const int ValuesOfRange = 1 << RangeBits;
    private static readonly int _ranges = (BitConverter.SingleToInt32Bits(1) >> RangeBits) + 1;

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator()
    {
        int[] counts = new int[_ranges];
        foreach (float value in Values())
        {
            counts[Range(value)]++;
        }

        int last;
        for (int first = _ranges - 1; first >= 0; first = last - 1)
        {
            last = first;
            long held = counts[first];
            while (last > 0 && held + counts[last - 1] <= most)
            {
                held += counts[--last];
            }

            IEnumerable<float> group = held == 0 ? []
                : held <= most ? Sorted(last, first, (int)held)
                : Counted(first);
            foreach (float value in group)
            {
                yield return value;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private float[] Sorted(int least, int greatest, int count)
    {
        float[] sorted = new float[count];
        int next = 0;
        foreach (float value in Values())
        {
            int range = Range(value);
            if (range >= least && range <= greatest)
            {
                sorted[next++] = value;
            }
        }

        Array.Sort(sorted);
        Array.Reverse(sorted);
        return sorted;
    }

    private IEnumerable<float> Counted(int range)
    {
        long[] counts = new long[ValuesOfRange];
        foreach (float value in Values())
        {
            if (Range(value) == range)
            {
                counts[BitConverter.SingleToInt32Bits(value) & (ValuesOfRange - 1)]++;
            }
        }

        for (int n = ValuesOfRange - 1; n >= 0; n--)
        {
            float value = BitConverter.Int32BitsToSingle((range << RangeBits) | n);
            for (long k = 0; k < counts[n]; k++)
            {
                yield return value;
            }
        }
    }

    private IEnumerable<float> Values() => read().SelectMany(piece => piece);

    private static int Range(float value) => value is >= 0 and <= 1
        ? BitConverter.SingleToInt32Bits(value) >> RangeBits
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Values are from 0 to 1.");
}
