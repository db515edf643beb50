namespace DeepEM.Kernels.Alignment;

/// <summary>What the kernels of the alignment need to know of the extents; passed by value.</summary>
/// <param name="Crops">Number of crops.</param>
/// <param name="Shifts">Number of shifts.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Rotations">Number of rotations.</param>
/// <param name="Orders">Number of orders.</param>
/// <param name="Length">Number of complex coefficients, L.</param>
/// <param name="Beta">What the evidence is multiplied by.</param>
internal readonly record struct AlignmentExtents(
    int Crops, int Shifts, int Classes, int Rotations, int Orders, int Length, float Beta)
{
    /// <summary>Pairs of a shift and a class, of all crops.</summary>
    public int Pairs => Crops * Shifts * Classes;

    /// <summary>The extents of an alignment.</summary>
    /// <param name="shape">The alignment.</param>
    /// <param name="crops">How many of its crops.</param>
    public static AlignmentExtents Of(AlignmentShape shape, int crops) => new(
        crops,
        shape.Shifts,
        shape.Classes,
        shape.Basis.Rotations,
        shape.Basis.Orders,
        shape.Basis.Length,
        shape.Beta);
}
