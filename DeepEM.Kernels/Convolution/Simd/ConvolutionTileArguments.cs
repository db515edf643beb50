namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>What one call of a convolution tile works on; lengths in values.</summary>
internal struct ConvolutionTileArguments
{
    /// <summary>Input channels to sum over.</summary>
    public int Channels;

    /// <summary>Filter rows to sum over.</summary>
    public int FilterRows;

    /// <summary>Filter columns to sum over.</summary>
    public int FilterColumns;

    /// <summary>From an input channel to the next.</summary>
    public nint InputPlane;

    /// <summary>From an input row to the next.</summary>
    public nint InputRow;

    /// <summary>From an input column to the next.</summary>
    public nint InputColumn;

    /// <summary>Taps of the whole filter in one channel, P·Q.</summary>
    public nint WeightsPlane;

    /// <summary>Taps in one row of the whole filter, Q.</summary>
    public nint WeightsRow;

    /// <summary>From an output channel to the next.</summary>
    public nint OutputPlane;

    /// <summary>True: sums begin with the bias; false: with what the output holds.</summary>
    public bool Begin;

    /// <summary>Results below this become this: 0 for a rectifier, −∞ for none.</summary>
    public float Floor;
}
