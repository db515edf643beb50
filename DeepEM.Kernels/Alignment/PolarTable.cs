namespace DeepEM.Kernels.Alignment;

/// <summary>The masked waves of a basis as a device reads them.</summary>
/// <remarks>
/// <para>
/// The four pixels (±x, ±y) are first added and subtracted to their four parities. Each part of a coefficient is then a
/// sum over a quarter of the pixels. Parts of one parity stand in columns, <see cref="TileColumns"/> side by side:
/// [parity][tile][pixel][column], with columns of zeros in the last tile of a parity. On an axis a pixel is its own
/// mirror image and is counted twice by the additions, hence a factor 1/2 there.
/// </para>
/// <para>
/// Then follow, for devices that compute each value by itself, x and y of each pixel, and for each part the place of
/// its first value, its parity and its ring; whole numbers below 2²⁴, which float32 holds.
/// </para>
/// </remarks>
internal sealed class PolarTable
{
    /// <summary>Columns that lie side by side.</summary>
    public const int TileColumns = 6;

    /// <summary>Parities of the pixels: even or odd along rows, even or odd along columns.</summary>
    public const int Parities = 4;

    /// <summary>Values that say where a part of a coefficient lies.</summary>
    public const int PartValues = 3;

    private readonly float[] _values;

    /// <summary>Arranges the waves.</summary>
    /// <param name="basis">The basis, of which orders, rings and mask are known.</param>
    /// <param name="waves">Its waves.</param>
    public PolarTable(PolarBasis basis, QuadrantWaves waves)
    {
        Pixels = waves.Pixels;
        Columns =
        [
            .. Enumerable.Range(0, Parities).Select(parity => Enumerable.Range(0, 2 * basis.Length)
                .Where(part => waves.Parities[part] == parity).ToArray()),
        ];
        PixelsStart = TileColumns * Pixels.Count * Columns.Sum(columns => TilesOf(columns.Length));
        PartsStart = PixelsStart + (2 * Pixels.Count);
        _values = new float[PartsStart + (PartValues * 2 * basis.Length)];
        int tile = 0;
        for (int parity = 0; parity < Parities; parity++)
        {
            for (int column = 0; column < Columns[parity].Length; column++)
            {
                int part = Columns[parity][column];
                int start = ((tile + (column / TileColumns)) * Pixels.Count * TileColumns) + (column % TileColumns);
                FillColumn(basis, waves.Wave(part), start);
                int entry = PartsStart + (PartValues * part);
                _values[entry] = start;
                _values[entry + 1] = parity;
                _values[entry + 2] = basis.RingOf[part % basis.Length];
            }

            tile += TilesOf(Columns[parity].Length);
        }

        for (int p = 0; p < Pixels.Count; p++)
        {
            _values[PixelsStart + (2 * p)] = Pixels[p].X;
            _values[PixelsStart + (2 * p) + 1] = Pixels[p].Y;
        }
    }

    /// <summary>All values.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The pixels of the quarter, relative to the centre.</summary>
    public IReadOnlyList<(int X, int Y)> Pixels { get; }

    /// <summary>For each parity the parts of the coefficients in its columns, in order.</summary>
    public IReadOnlyList<int[]> Columns { get; }

    /// <summary>Where x and y of the pixels begin.</summary>
    public int PixelsStart { get; }

    /// <summary>Where the places of the parts begin.</summary>
    public int PartsStart { get; }

    /// <summary>Pixels from the centre to the last within the mask.</summary>
    public int Reach => Pixels.Max(pixel => Math.Max(pixel.X, pixel.Y));

    /// <summary>Tiles that so many columns take.</summary>
    /// <param name="columns">Number of columns.</param>
    public static int TilesOf(int columns) => (columns + TileColumns - 1) / TileColumns;

    private void FillColumn(PolarBasis basis, ReadOnlySpan<double> wave, int start)
    {
        for (int p = 0; p < Pixels.Count; p++)
        {
            (int x, int y) = Pixels[p];
            double once = (x == 0 ? 0.5 : 1) * (y == 0 ? 0.5 : 1);
            _values[start + (p * TileColumns)] = (float)(once * basis.Mask(double.Hypot(x, y)) * wave[p]);
        }
    }
}
