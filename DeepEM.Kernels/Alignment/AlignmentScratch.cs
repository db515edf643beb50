using ILGPU;

namespace DeepEM.Kernels.Alignment;

/// <summary>The parts of a device's working memory that the kernels of the alignment hand to each other.</summary>
/// <param name="Products">[Crops][Shifts][Classes][2][Orders]: products of all orders; later the phases.</param>
/// <param name="Poses">[Crops][Shifts][Classes][Rotations]: evidence; later its exponentials.</param>
/// <param name="Statistics">[Crops][Shifts][Classes][4].</param>
/// <param name="Chunks">[⌈Crops/64⌉][Classes][2L].</param>
internal readonly record struct AlignmentScratch(
    ArrayView<float> Products, ArrayView<float> Poses, ArrayView<float> Statistics, ArrayView<float> Chunks)
{
    /// <summary>Values that say what was found for a pair.</summary>
    public const int PairValues = 4;

    /// <summary>Crops that are aligned together: whole chunks, as many as there is memory for.</summary>
    /// <param name="shape">What is aligned.</param>
    /// <param name="mostValues">Values of working memory, which a single chunk may exceed.</param>
    public static int CropsTogether(AlignmentShape shape, long mostValues)
    {
        long chunk = Length(AlignmentExtents.Of(shape, AlignmentShape.ChunkCrops));
        long chunks = Math.Max(1, mostValues / chunk);
        return (int)Math.Min(shape.Crops, chunks * AlignmentShape.ChunkCrops);
    }

    /// <summary>Values that the alignment of some crops needs.</summary>
    /// <param name="extents">The crops.</param>
    public static long Length(AlignmentExtents extents)
    {
        long pairs = (long)extents.Crops * extents.Shifts * extents.Classes;
        return checked((pairs * ((2 * extents.Orders) + extents.Rotations + PairValues)) + ChunksLength(extents));
    }

    /// <summary>Divides working memory.</summary>
    /// <param name="memory">At least <see cref="Length"/> values.</param>
    /// <param name="extents">The crops.</param>
    public static AlignmentScratch Of(ArrayView<float> memory, AlignmentExtents extents)
    {
        long pairs = extents.Pairs;
        long products = pairs * 2 * extents.Orders;
        long poses = pairs * extents.Rotations;
        return new AlignmentScratch(
            memory.SubView(0, products),
            memory.SubView(products, poses),
            memory.SubView(products + poses, pairs * PairValues),
            memory.SubView(products + poses + (pairs * PairValues), ChunksLength(extents)));
    }

    /// <summary>Chunks of crops.</summary>
    /// <param name="crops">Number of crops.</param>
    public static int ChunksOf(int crops) => (crops + AlignmentShape.ChunkCrops - 1) / AlignmentShape.ChunkCrops;

    private static long ChunksLength(AlignmentExtents extents) =>
        (long)ChunksOf(extents.Crops) * extents.Classes * 2 * extents.Length;
}
