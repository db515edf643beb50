using System.Runtime.InteropServices;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Undoes what a TIFF does to a row before it is packed.</summary>
/// <remarks>
/// Horizontal: each grey level but the first is stored as its difference to the one before (TIFF 6.0, section 14).
/// Floating point: the bytes of all levels, the highest of each first, then the second highest, ..., as differences of
/// bytes (Adobe, TIFF Technical Note 3, 2005).
/// </remarks>
internal static class TiffPredictor
{
    /// <summary>Nothing was done.</summary>
    public const int None = 1;

    /// <summary>Differences of grey levels.</summary>
    public const int Horizontal = 2;

    /// <summary>Differences of bytes sorted by their weight.</summary>
    public const int FloatingPoint = 3;

    /// <summary>Sums differences up, in place.</summary>
    /// <param name="row">Grey levels of a row in this machine's byte order.</param>
    /// <param name="sampleBytes">1, 2 or 4.</param>
    public static void UndoHorizontal(Span<byte> row, int sampleBytes)
    {
        switch (sampleBytes)
        {
            case 1:
                Sum(row);
                break;
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
                for (int i = 1; i < words.Length; i++)
                {
                    words[i] += words[i - 1];
                }

                break;
            default:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(row);
                for (int i = 1; i < longs.Length; i++)
                {
                    longs[i] += longs[i - 1];
                }

                break;
        }
    }

    /// <summary>Sums differences up and puts the bytes of each level together.</summary>
    /// <param name="row">A row of 32-bit floats as stored, destroyed.</param>
    /// <param name="target">Receives the floats in this machine's byte order; as long as the row.</param>
    public static void UndoFloatingPoint(Span<byte> row, Span<byte> target)
    {
        Sum(row);
        Span<uint> levels = MemoryMarshal.Cast<byte, uint>(target);
        int count = levels.Length;
        for (int i = 0; i < count; i++)
        {
            levels[i] = ((uint)row[i] << 24)
                | ((uint)row[count + i] << 16)
                | ((uint)row[(2 * count) + i] << 8)
                | row[(3 * count) + i];
        }
    }

    private static void Sum(Span<byte> row)
    {
        for (int i = 1; i < row.Length; i++)
        {
            row[i] += row[i - 1];
        }
    }
}
