using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The expansion on vectors, one crop in each lane; definition in <see cref="ExpansionReference"/>.</summary>
/// <remarks>
/// What a block of crops shows around its centres is brought into lanes once. At each shift the four pixels (±x, ±y)
/// are folded to their four parities, each of which is multiplied with the waves of that parity: a quarter of the
/// products.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class ExpansionSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Blocks of V crops that are multiplied together.
    private const int Blocks = 2;

    // Farther than any crop reaches: what is no number or beyond this has no pixels either.
    private const float LargestOffset = 1 << 24;

    /// <summary>Expands crops on all workers.</summary>
    public static void Expand(
        SimdTensor crops,
        SimdTensor offsets,
        SimdTensor gains,
        SimdTensor table,
        SimdTensor coefficients,
        PolarExpansion shape,
        SimdMemory memory,
        SimdWorkers workers)
    {
        CropWindow window = CropWindow.Of(shape);
        int group = Blocks * TSimd.Count;
        workers.ForEach((shape.Crops + group - 1) / group, (_, item) =>
        {
            SimdScratch scratch = memory.Scratch;
            int first = item * group;
            int count = Math.Min(group, shape.Crops - first);
            int length = shape.Basis.Rings + 1;
            float* gain = scratch.Floats(ScratchUse.Bias, (long)group * length);
            LaneInterleaving.Interleave(
                gains.Data + ((nint)first * length), gain, count, length, TSimd.Count, memory.Width);
            float* lanes = scratch.Floats(ScratchUse.Lines, (long)group * window.Area);
            float* cut = scratch.Floats(ScratchUse.Row, (long)group * window.Area);
            for (int n = 0; n < count; n++)
            {
                Cut(crops.Data, offsets.Data, first + n, shape, window, cut + ((nint)n * window.Area));
            }

            LaneInterleaving.Interleave(cut, lanes, count, window.Area, TSimd.Count, memory.Width);
            ExpandGroup(lanes, gain, table.Data, shape, window, scratch);
            nint values = (nint)shape.Shifts.Count * 2 * shape.Basis.Length;
            LaneInterleaving.Separate(
                scratch.Floats(ScratchUse.Crops, 0), coefficients.Data + (first * values), count, values, TSimd.Count);
        });
    }

    // The pixels that any shift needs, with zeros for those beyond the crop.
    private static void Cut(
        float* crops, float* offsets, int crop, PolarExpansion shape, CropWindow window, float* target)
    {
        int side = shape.CropSide;
        float* pixels = crops + ((nint)crop * side * side);
        int left = (side / 2) + Offset(offsets[2 * crop]) + window.Left;
        int top = (side / 2) + Offset(offsets[(2 * crop) + 1]) + window.Top;
        int firstColumn = Math.Clamp(-left, 0, window.Width);
        int endColumn = Math.Clamp(side - left, firstColumn, window.Width);
        for (int y = 0; y < window.Height; y++)
        {
            var row = new Span<float>(target + ((nint)y * window.Width), window.Width);
            if (top + y < 0 || top + y >= side || endColumn == firstColumn)
            {
                row.Clear();
                continue;
            }

            row[..firstColumn].Clear();
            row[endColumn..].Clear();
            float* from = pixels + ((nint)(top + y) * side) + left + firstColumn;
            new Span<float>(from, endColumn - firstColumn).CopyTo(row[firstColumn..]);
        }
    }

    private static int Offset(float value) => (int)Math.Clamp(value, -LargestOffset, LargestOffset);

    private static void ExpandGroup(
        float* lanes, float* gain, float* table, PolarExpansion shape, CropWindow window, SimdScratch scratch)
    {
        PolarBasis basis = shape.Basis;
        PolarTable arrangement = basis.Arrangement;
        int pixels = arrangement.Pixels.Count;
        nint* places = scratch.Offsets(ScratchUse.Offsets, 2 * pixels);
        for (int p = 0; p < pixels; p++)
        {
            (int x, int y) = arrangement.Pixels[p];
            places[2 * p] = ((y * window.Width) + x) * TSimd.Count;
            places[(2 * p) + 1] = ((y * window.Width) - x) * TSimd.Count;
        }

        nint block = (nint)PolarTable.Parities * pixels * TSimd.Count;
        float* folded = scratch.Floats(ScratchUse.Transformed, Blocks * block);
        int widest = PolarTable.TileColumns * arrangement.Columns.Max(columns => PolarTable.TilesOf(columns.Length));
        float* products = scratch.Floats(ScratchUse.Product, (long)Blocks * widest * TSimd.Count);
        nint area = (nint)window.Area * TSimd.Count;
        nint vector = (nint)2 * basis.Length * TSimd.Count;
        nint result = shape.Shifts.Count * vector;
        float* results = scratch.Floats(ScratchUse.Crops, Blocks * result);
        nint ringGains = (nint)(basis.Rings + 1) * TSimd.Count;
        for (int s = 0; s < shape.Shifts.Count; s++)
        {
            float* centre = lanes + (window.CentreOf(shape.Shifts[s]) * TSimd.Count);
            Fold(centre, places, pixels, folded);
            Fold(centre + area, places, pixels, folded + block);
            float* values = table;
            for (int parity = 0; parity < PolarTable.Parities; parity++)
            {
                int[] columns = arrangement.Columns[parity];
                int tiles = PolarTable.TilesOf(columns.Length);
                float* part = folded + ((nint)parity * pixels * TSimd.Count);
                float* second = products + ((nint)widest * TSimd.Count);
                LaneProduct<TSimd, TVector>.Multiply(part, part + block, values, pixels, tiles, products, second);
                values += (nint)tiles * pixels * PolarTable.TileColumns;
                float* target = results + (s * vector);
                Amplify(products, gain, columns, basis, target);
                Amplify(second, gain + ringGains, columns, basis, target + result);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold(float* centre, nint* places, int pixels, float* target)
    {
        nint plane = (nint)pixels * TSimd.Count;
        for (int p = 0; p < pixels; p++)
        {
            nint right = places[2 * p];
            nint left = places[(2 * p) + 1];
            TVector below = TSimd.Load(centre + right);
            TVector belowLeft = TSimd.Load(centre + left);
            TVector above = TSimd.Load(centre - left);
            TVector aboveLeft = TSimd.Load(centre - right);
            TVector evenBelow = TSimd.Add(below, belowLeft);
            TVector oddBelow = TSimd.Subtract(below, belowLeft);
            TVector evenAbove = TSimd.Add(above, aboveLeft);
            TVector oddAbove = TSimd.Subtract(above, aboveLeft);
            TSimd.Store(target, TSimd.Add(evenBelow, evenAbove));
            TSimd.Store(target + plane, TSimd.Add(oddBelow, oddAbove));
            TSimd.Store(target + (2 * plane), TSimd.Subtract(evenBelow, evenAbove));
            TSimd.Store(target + (3 * plane), TSimd.Subtract(oddBelow, oddAbove));
            target += TSimd.Count;
        }
    }

    private static void Amplify(float* products, float* gain, int[] columns, PolarBasis basis, float* target)
    {
        ReadOnlySpan<int> rings = basis.RingOf;
        foreach (int part in columns)
        {
            int ring = rings[part < rings.Length ? part : part - rings.Length];
            TVector amplified = TSimd.Multiply(TSimd.Load(products), TSimd.Load(gain + ((nint)ring * TSimd.Count)));
            TSimd.Store(target + ((nint)part * TSimd.Count), amplified);
            products += TSimd.Count;
        }
    }
}
