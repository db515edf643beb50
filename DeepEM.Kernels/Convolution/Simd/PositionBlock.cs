namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>A rectangle of output positions that the gradient of the weights sums over at a time.</summary>
internal struct PositionBlock
{
    /// <summary>First output row.</summary>
    public int FirstRow;

    /// <summary>Output rows.</summary>
    public int Rows;

    /// <summary>First output column.</summary>
    public int FirstColumn;

    /// <summary>Output columns.</summary>
    public int Columns;

    /// <summary>Values from an input row to the next.</summary>
    public nint InputRow;

    /// <summary>True: sums begin with zero; false: with what they hold.</summary>
    public bool Begin;
}
