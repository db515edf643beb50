namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Continues an image beyond its border by reflection: … 2 1 0 | 0 1 2 … n−1 | n−1 n−2 …</summary>
public static class Reflection
{
    /// <summary>The pixel inside the image that stands for any index.</summary>
    /// <param name="index">Row or column, also negative or beyond the end.</param>
    /// <param name="length">Rows or columns of the image, at least 1.</param>
    /// <returns>An index of 0 to <paramref name="length"/> − 1.</returns>
    public static int Fold(int index, int length)
    {
        if ((uint)index < (uint)length)
        {
            return index;
        }

        int period = 2 * length;
        int folded = ((index % period) + period) % period;
        return folded < length ? folded : period - 1 - folded;
    }
}
