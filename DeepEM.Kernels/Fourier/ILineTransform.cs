namespace DeepEM.Kernels.Fourier;

/// <summary>The discrete Fourier transform of many lines of one length at once.</summary>
/// <remarks>
/// <code>Y[k] = Σ_n y[n] · exp(−2πi·k·n / Length)</code>
/// <see cref="Lanes"/> lines lie interleaved: element n of line l at index <c>n·Lanes + l</c>, real and imaginary parts
/// in two spans. Lanes never mix, so a line's result does not depend on its neighbours or on the vector width.
/// Exchanging the two spans gives the inverse, unscaled.
/// </remarks>
internal interface ILineTransform
{
    /// <summary>Lines that are transformed together; a multiple of every vector width in use.</summary>
    const int Lanes = 16;

    /// <summary>Elements of a line.</summary>
    int Length { get; }

    /// <summary>Floats of working space that <see cref="Transform"/> needs.</summary>
    int WorkspaceLength { get; }

    /// <summary>Transforms the lines in place.</summary>
    /// <param name="real">Length·Lanes real parts, overwritten.</param>
    /// <param name="imaginary">Length·Lanes imaginary parts, overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> floats of no lasting content.</param>
    void Transform(Span<float> real, Span<float> imaginary, Span<float> workspace);

    /// <summary>The transform that fits a length.</summary>
    /// <param name="length">Elements of a line, at least 1.</param>
    /// <returns>A plain one for a power of two, else Bluestein's.</returns>
    static ILineTransform Create(int length) =>
        int.IsPow2(length) ? new PowerOfTwoTransform(length) : new BluesteinTransform(length);
}
