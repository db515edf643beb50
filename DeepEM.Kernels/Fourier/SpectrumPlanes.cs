namespace DeepEM.Kernels.Fourier;

/// <summary>Where the two planes of a half spectrum lie in memory; frequencies as in <see cref="Spectrum"/>.</summary>
/// <param name="real">Real parts, from row 0 on.</param>
/// <param name="imaginary">Imaginary parts, laid out like the real ones.</param>
/// <param name="stride">Values from row to row of a plane, at least as many as there are columns.</param>
internal readonly ref struct SpectrumPlanes(Span<float> real, Span<float> imaginary, int stride)
{
    /// <summary>Real parts.</summary>
    public Span<float> Real { get; } = real;

    /// <summary>Imaginary parts.</summary>
    public Span<float> Imaginary { get; } = imaginary;

    /// <summary>Values from row to row.</summary>
    public int Stride { get; } = stride;
}
