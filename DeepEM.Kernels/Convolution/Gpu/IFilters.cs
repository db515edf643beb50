using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>One value for each of some filters, held in registers by one thread of a kernel.</summary>
/// <remarks>
/// Each is a named field, which ILGPU takes apart into scalars; an array would lie in memory. Where a bank has fewer
/// filters than are left, those beyond it repeat its last one and write the same bits to the same place.
/// </remarks>
/// <typeparam name="TSelf">The type itself, so that nothing is called through an interface.</typeparam>
internal interface IFilters<TSelf>
    where TSelf : struct, IFilters<TSelf>
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Elements that <see cref="Load"/> reads.</summary>
    int Quads { get; }

    /// <summary>Packed values from an element on, in loads of 16 bytes.</summary>
    TSelf Load(ArrayView<Filters4> values, int index);

    /// <summary>The value of filter f from index + f·stride; filters beyond the last repeat it.</summary>
    TSelf Gather(ArrayView<float> values, int index, int stride, int last);

    /// <summary>These values plus factors times one number.</summary>
    TSelf Plus(TSelf factors, float number);

    /// <summary>What is below the floor becomes the floor.</summary>
    TSelf AtLeast(float floor);

    /// <summary>The sigmoid of each.</summary>
    TSelf Sigmoid();

    /// <summary>Writes the value of filter f to index + f·stride; filters beyond the last write in its place.</summary>
    void Store(ArrayView<float> values, int index, int stride, int last);
}
