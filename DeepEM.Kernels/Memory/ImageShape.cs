namespace DeepEM.Kernels.Memory;

/// <summary>The extents of a batch of images, in the order NCHW.</summary>
/// <param name="Batch">Images in the batch, N.</param>
/// <param name="Channels">Channels of each image, C.</param>
/// <param name="Height">Rows of each channel, H.</param>
/// <param name="Width">Columns of each channel, W.</param>
public readonly record struct ImageShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>Elements of all images together, N·C·H·W.</summary>
    public long Length => checked((long)Batch * Channels * Height * Width);

    /// <summary>Elements of one image, C·H·W.</summary>
    public long ImageLength => checked((long)Channels * Height * Width);

    /// <summary>For example "16×8×58×58".</summary>
    public override string ToString() => $"{Batch}×{Channels}×{Height}×{Width}";
}
