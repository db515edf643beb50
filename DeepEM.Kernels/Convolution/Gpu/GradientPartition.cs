namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>
/// How the sum over all output rows of a batch is split for the gradient of the weights, so that a handful of weights
/// still occupies a whole GPU. It depends on the shape only, never on the device: the order of every sum is fixed.
/// </summary>
/// <param name="Rows">Output rows to sum over, N·(H−P+1).</param>
/// <param name="Parts">Consecutive groups of rows.</param>
/// <param name="RowsPerPart">Rows of a group; the last may have fewer.</param>
internal readonly record struct GradientPartition(int Rows, int Parts, int RowsPerPart)
{
    // Two threads for each of the 132·2048 that an H200 holds; beyond 256 parts the second pass would dominate.
    private const int WantedThreads = 1 << 19;
    private const int MostParts = 256;

    /// <summary>Splits the rows of a convolution.</summary>
    public static GradientPartition For(ConvolutionShape shape)
    {
        int rows = checked(shape.Batch * shape.OutHeight);
        long wanted = Math.Clamp(WantedThreads / shape.WeightsLength, 1, Math.Min(MostParts, rows));
        int rowsPerPart = (int)((rows + wanted - 1) / wanted);
        return new GradientPartition(rows, (rows + rowsPerPart - 1) / rowsPerPart, rowsPerPart);
    }
}
