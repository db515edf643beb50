using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Neighbouring pixels of a row, held in registers by one thread of a kernel.</summary>
/// <remarks>
/// Each is a named field: what ILGPU takes apart into scalars, a compiler for CPUs puts together again into vectors.
/// An array would lie in memory.
/// </remarks>
/// <typeparam name="TSelf">The type itself, so that nothing is called through an interface.</typeparam>
internal interface IPixels<TSelf>
    where TSelf : struct, IPixels<TSelf>
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>The same value in every pixel.</summary>
    TSelf All(float value);

    /// <summary>Consecutive values from an index on.</summary>
    TSelf Load(ArrayView<float> values, int index);

    /// <summary>These pixels plus a factor times others.</summary>
    TSelf Plus(TSelf pixels, float factor);

    /// <summary>Writes the pixels from an index on; what is below the floor is written as the floor.</summary>
    void Store(ArrayView<float> values, int index, float floor);
}
