namespace DeepEM.Kernels.Fourier;

/// <summary>What one pass of a transform works on; strides in floats. The letters are those of the plan.</summary>
internal unsafe struct FourierPass
{
    /// <summary>x.</summary>
    public float* Source;

    /// <summary>From a complex value of x to the next.</summary>
    public nint SourceStride;

    /// <summary>y.</summary>
    public float* Target;

    /// <summary>From a complex value of y to the next.</summary>
    public nint TargetStride;

    /// <summary>m.</summary>
    public int Groups;

    /// <summary>s.</summary>
    public int Side;

    /// <summary>Where in a complex value its real part lies.</summary>
    public nint Real;

    /// <summary>Where in a complex value its imaginary part lies.</summary>
    public nint Imaginary;
}
