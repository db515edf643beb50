namespace DeepEM.Kernels.Pooling;

/// <summary>A <see cref="PoolingShape"/> as kernels take it: PoCL takes no bool in a parameter.</summary>
/// <param name="Channels">C.</param>
/// <param name="InHeight">H.</param>
/// <param name="InWidth">W.</param>
/// <param name="OutHeight">Rows of each output image.</param>
/// <param name="OutWidth">Columns of each output image.</param>
/// <param name="Size">Side of the window, S.</param>
/// <param name="Starts">Places where windows can begin in one direction: S for fragments, else 1.</param>
/// <param name="Count">Elements to compute.</param>
internal readonly record struct PoolingExtents(
    int Channels, int InHeight, int InWidth, int OutHeight, int OutWidth, int Size, int Starts, int Count)
{
    /// <summary>The extents of a shape for a kernel with one thread for each of <paramref name="count"/>.</summary>
    public static PoolingExtents Of(PoolingShape shape, long count) => new(
        shape.Channels,
        shape.InHeight,
        shape.InWidth,
        shape.OutHeight,
        shape.OutWidth,
        shape.Size,
        shape.Fragments ? shape.Size : 1,
        checked((int)count));
}
