using DeepEM.Kernels.Ilgpu;

namespace DeepEM.Kernels.Pooling;

/// <summary>A <see cref="PoolingShape"/> as kernels take it: PoCL takes no bool in a parameter.</summary>
/// <param name="Channels">C.</param>
/// <param name="InHeight">H.</param>
/// <param name="InWidth">W.</param>
/// <param name="OutHeight">Rows of each output image.</param>
/// <param name="OutWidth">Columns of each output image.</param>
/// <param name="Size">Side of the window, S.</param>
/// <param name="Count">Threads: one for each window.</param>
/// <param name="Across">Windows in a row.</param>
/// <param name="Down">Windows in a column.</param>
/// <param name="Planes">C.</param>
/// <param name="Starts">Places where windows can begin in one direction: S for fragments, else 1.</param>
internal readonly record struct PoolingExtents(
    int Channels,
    int InHeight,
    int InWidth,
    int OutHeight,
    int OutWidth,
    int Size,
    int Count,
    Divisor Across,
    Divisor Down,
    Divisor Planes,
    Divisor Starts)
{
    /// <summary>The extents for a thread for each whole window.</summary>
    public static PoolingExtents OfWindows(PoolingShape shape) =>
        Of(shape, shape.OutBatch, shape.OutHeight, shape.OutWidth);

    /// <summary>The extents for a thread for each window, those that the last rows and columns do not fill included.
    /// </summary>
    public static PoolingExtents OfInput(PoolingShape shape) => Of(
        shape,
        shape.Batch,
        (shape.InHeight + shape.Size - 1) / shape.Size,
        (shape.InWidth + shape.Size - 1) / shape.Size);

    private static PoolingExtents Of(PoolingShape shape, int images, int down, int across) => new(
        shape.Channels,
        shape.InHeight,
        shape.InWidth,
        shape.OutHeight,
        shape.OutWidth,
        shape.Size,
        checked(images * shape.Channels * down * across),
        Divisor.Of(across),
        Divisor.Of(down),
        Divisor.Of(shape.Channels),
        Divisor.Of(shape.Fragments ? shape.Size : 1));
}
