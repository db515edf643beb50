namespace DeepEM.Kernels.Alignment;

/// <summary>Sines and cosines of m·α for the rotations α = 2π·r/R of the first quarter of a turn.</summary>
/// <remarks>
/// The rotations α, −α, π + α and π − α share all products: cosines are even in α, sines odd, and adding π to α changes
/// the sign of odd m only. So even and odd m stand apart, and r goes from 0 to R/4.
/// </remarks>
internal sealed class RotationTables
{
    /// <summary>Makes the tables.</summary>
    /// <param name="orders">Number of orders.</param>
    /// <param name="rotations">R, a multiple of 4.</param>
    public RotationTables(int orders, int rotations)
    {
        Quarter = (rotations / 4) + 1;
        EvenOrders = (orders + 1) / 2;
        OddOrders = orders / 2;
        Roots = new float[2 * rotations];
        for (int r = 0; r < rotations; r++)
        {
            (double sin, double cos) = SinCos(r, rotations);
            Roots[r] = (float)cos;
            Roots[rotations + r] = (float)sin;
        }

        (EvenCosines, EvenSines) = OfOrders(EvenOrders, 0, rotations);
        (OddCosines, OddSines) = OfOrders(OddOrders, 1, rotations);
        (EvenCosinesBack, EvenSinesBack) = OfRotations(EvenOrders, 0, rotations);
        (OddCosinesBack, OddSinesBack) = OfRotations(OddOrders, 1, rotations);
    }

    /// <summary>Rotations from 0 to a quarter of a turn, both included.</summary>
    public int Quarter { get; }

    /// <summary>Orders 0, 2, 4, ...</summary>
    public int EvenOrders { get; }

    /// <summary>Orders 1, 3, 5, ...</summary>
    public int OddOrders { get; }

    /// <summary>cos(2π·r/R) for all r, then sin(2π·r/R).</summary>
    public float[] Roots { get; }

    /// <summary>cos(m·α) in tiles of rotations: [tile][m][column], from orders to rotations.</summary>
    public float[] EvenCosines { get; }

    /// <summary>See <see cref="EvenCosines"/>.</summary>
    public float[] EvenSines { get; }

    /// <summary>See <see cref="EvenCosines"/>.</summary>
    public float[] OddCosines { get; }

    /// <summary>See <see cref="EvenCosines"/>.</summary>
    public float[] OddSines { get; }

    /// <summary>
    /// cos(m·α) in tiles of orders: [tile][rotation][column], from rotations to orders; times 1/2 where two of the four
    /// rotations are one and the same.
    /// </summary>
    public float[] EvenCosinesBack { get; }

    /// <summary>See <see cref="EvenCosinesBack"/>.</summary>
    public float[] EvenSinesBack { get; }

    /// <summary>See <see cref="EvenCosinesBack"/>.</summary>
    public float[] OddCosinesBack { get; }

    /// <summary>See <see cref="EvenCosinesBack"/>.</summary>
    public float[] OddSinesBack { get; }

    private static (double Sin, double Cos) SinCos(int turns, int rotations) =>
        Math.SinCos(2 * Math.PI * (turns % rotations) / rotations);

    private (float[] Cosines, float[] Sines) OfOrders(int orders, int first, int rotations) =>
        Tiled(orders, Quarter, (order, r) => SinCos(((2 * order) + first) * r, rotations));

    private (float[] Cosines, float[] Sines) OfRotations(int orders, int first, int rotations) =>
        Tiled(Quarter, orders, (r, order) =>
        {
            (double sin, double cos) = SinCos(((2 * order) + first) * r, rotations);
            double once = r == 0 || r == Quarter - 1 ? 0.5 : 1;
            return (once * sin, once * cos);
        });

    private static (float[] Cosines, float[] Sines) Tiled(
        int terms, int columns, Func<int, int, (double Sin, double Cos)> value)
    {
        const int Side = PolarTable.TileColumns;
        int length = PolarTable.TilesOf(columns) * terms * Side;
        float[] cosines = new float[length];
        float[] sines = new float[length];
        for (int column = 0; column < columns; column++)
        {
            for (int term = 0; term < terms; term++)
            {
                int at = (((column / Side * terms) + term) * Side) + (column % Side);
                (double sin, double cos) = value(term, column);
                cosines[at] = (float)cos;
                sines[at] = (float)sin;
            }
        }

        return (cosines, sines);
    }
}
