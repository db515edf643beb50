using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The memory of a block of crops that are aligned together, one in each lane.</summary>
/// <remarks>All lengths are in vectors. A pair is a shift and a class, in this order.</remarks>
internal readonly unsafe struct AlignedBlock
{
    /// <summary>Pairs whose products with the references are made together.</summary>
    public const int PairsTogether = 4;

    private const int Parities = 4;
    private const int Found = 3;

    /// <summary>Divides a thread's working memory.</summary>
    /// <param name="shape">What is aligned.</param>
    /// <param name="lanes">Lanes of a vector, V.</param>
    /// <param name="scratch">The working memory.</param>
    public AlignedBlock(AlignmentShape shape, int lanes, SimdScratch scratch)
    {
        RotationTables turns = shape.Basis.Turns;
        Lanes = lanes;
        Pairs = shape.Shifts * shape.Classes;
        Rotations = shape.Basis.Rotations;
        VectorLength = 2 * shape.Basis.Length;
        ProductLength = 2 * shape.Basis.Orders;
        QuarterLength = PolarTable.TileColumns * PolarTable.TilesOf(turns.Quarter);
        EvenLength = PolarTable.TileColumns * PolarTable.TilesOf(turns.EvenOrders);
        OddLength = PolarTable.TileColumns * PolarTable.TilesOf(turns.OddOrders);

        // Both ways between orders and rotations go in twos.
        long quarters = 2L * Parities * QuarterLength;
        long phases = 2L * 2 * (EvenLength + OddLength);
        long[] lengths =
        [
            (long)shape.Shifts * VectorLength,
            shape.Classes,
            shape.Classes,
            PairsTogether * ProductLength,
            quarters,
            phases,
            (long)Pairs * Found,
            (long)Pairs * Rotations,
            shape.Accumulates ? (long)shape.Classes * VectorLength : 0,
        ];
        float* memory = scratch.Floats(ScratchUse.Crops, checked(lengths.Sum() * lanes));
        float** parts = stackalloc float*[lengths.Length];
        for (int part = 0; part < lengths.Length; part++)
        {
            parts[part] = memory;
            memory += (nint)lengths[part] * lanes;
        }

        Coefficients = parts[0];
        Biases = parts[1];
        Memberships = parts[2];
        Products = parts[3];
        Quarters = parts[4];
        Phases = parts[5];
        Statistics = parts[6];
        Poses = parts[7];
        Sums = parts[8];
    }

    /// <summary>Lanes of a vector, V.</summary>
    public int Lanes { get; }

    /// <summary>Number of pairs.</summary>
    public int Pairs { get; }

    /// <summary>Rotations of a pair.</summary>
    public int Rotations { get; }

    /// <summary>Parts of the coefficients of a crop at a shift.</summary>
    public int VectorLength { get; }

    /// <summary>Products of a pair, for each order a real and an imaginary one.</summary>
    public int ProductLength { get; }

    /// <summary>Rotations of a quarter, in whole tiles.</summary>
    public int QuarterLength { get; }

    /// <summary>Even orders, in whole tiles.</summary>
    public int EvenLength { get; }

    /// <summary>Odd orders, in whole tiles.</summary>
    public int OddLength { get; }

    /// <summary>[Shifts][2L].</summary>
    public float* Coefficients { get; }

    /// <summary>[Classes].</summary>
    public float* Biases { get; }

    /// <summary>[Classes].</summary>
    public float* Memberships { get; }

    /// <summary>[4 pairs][real of even m, real of odd m, imaginary of even m, imaginary of odd m].</summary>
    public float* Products { get; }

    /// <summary>[2 pairs][real even, real odd, imaginary even, imaginary odd][Quarter].</summary>
    public float* Quarters { get; }

    /// <summary>[2 pairs][real of even m, real of odd m, imaginary of even m, imaginary of odd m].</summary>
    public float* Phases { get; }

    /// <summary>
    /// [Pairs][3]: the largest evidence, the sum of exp(evidence − largest), the sum of its squares; later the factor
    /// that makes posteriors of these exponentials, and the posterior of the pair.
    /// </summary>
    public float* Statistics { get; }

    /// <summary>[Pairs][Rotations]: exp(evidence − largest of the pair).</summary>
    public float* Poses { get; }

    /// <summary>[Classes][2L]: each lane's own sum.</summary>
    public float* Sums { get; }

    /// <summary>What was found for a pair.</summary>
    /// <param name="pair">The pair.</param>
    public float* StatisticsOf(int pair) => Statistics + ((nint)pair * Found * Lanes);

    /// <summary>The rotations of a pair.</summary>
    /// <param name="pair">The pair.</param>
    public float* PosesOf(int pair) => Poses + ((nint)pair * Rotations * Lanes);

    /// <summary>One of the two sets of values for the rotations of a quarter.</summary>
    /// <param name="set">0 or 1.</param>
    public float* QuartersOf(int set) => Quarters + ((nint)set * Parities * QuarterLength * Lanes);

    /// <summary>One of the two sets of phases.</summary>
    /// <param name="set">0 or 1.</param>
    public float* PhasesOf(int set) => Phases + ((nint)set * 2 * (EvenLength + OddLength) * Lanes);
}
