using System.Numerics;

namespace DeepEM.Kernels.Fourier;

/// <summary>The Fourier transform of any length, as a convolution of a length that is a power of two.</summary>
/// <remarks>
/// With the chirp c[n] = exp(−πi·n²/N) and n·k = (n² + k² − (k−n)²)/2
/// (Bluestein, IEEE Trans. Audio Electroacoustics 18, 1970):
/// <code>Y[k] = c[k] · Σ_n (y[n]·c[n]) · c[k−n]*</code>
/// </remarks>
internal sealed class BluesteinTransform : ILineTransform
{
    private readonly PowerOfTwoTransform _inner;
    private readonly float[] _chirpReal;
    private readonly float[] _chirpImaginary;
    private readonly float[] _filterReal;
    private readonly float[] _filterImaginary;

    /// <summary>Prepares chirp and filter.</summary>
    /// <param name="length">Elements of a line, at least 1.</param>
    public BluesteinTransform(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        _inner = new PowerOfTwoTransform((int)BitOperations.RoundUpToPowerOf2((uint)checked((2 * length) - 1)));
        _chirpReal = new float[length];
        _chirpImaginary = new float[length];
        int padded = _inner.Length;
        const int Lanes = ILineTransform.Lanes;
        float[] real = new float[padded * Lanes];
        float[] imaginary = new float[padded * Lanes];
        for (int n = 0; n < length; n++)
        {
            // n² modulo 2N keeps the angle small and exact.
            (double sine, double cosine) = Math.SinCos(Math.PI * ((long)n * n % (2L * length)) / length);
            (_chirpReal[n], _chirpImaginary[n]) = ((float)cosine, (float)-sine);
            int mirrored = (padded - n) % padded;
            real[n * Lanes] = real[mirrored * Lanes] = (float)cosine;
            imaginary[n * Lanes] = imaginary[mirrored * Lanes] = (float)sine;
        }

        _inner.Transform(real, imaginary, new float[_inner.WorkspaceLength]);
        _filterReal = new float[padded];
        _filterImaginary = new float[padded];
        for (int k = 0; k < padded; k++)
        {
            _filterReal[k] = real[k * Lanes] / padded;
            _filterImaginary[k] = imaginary[k * Lanes] / padded;
        }
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public int WorkspaceLength => checked((2 * _inner.Length * ILineTransform.Lanes) + _inner.WorkspaceLength);

    /// <inheritdoc/>
    public void Transform(Span<float> real, Span<float> imaginary, Span<float> workspace)
    {
        int paddedSize = _inner.Length * ILineTransform.Lanes;
        Span<float> paddedReal = workspace[..paddedSize];
        Span<float> paddedImaginary = workspace.Slice(paddedSize, paddedSize);
        Span<float> rest = workspace[(2 * paddedSize)..];
        int size = Length * ILineTransform.Lanes;
        paddedReal[size..].Clear();
        paddedImaginary[size..].Clear();
        Multiply(real, imaginary, _chirpReal, _chirpImaginary, paddedReal, paddedImaginary);
        _inner.Transform(paddedReal, paddedImaginary, rest);
        Multiply(paddedReal, paddedImaginary, _filterReal, _filterImaginary, paddedReal, paddedImaginary);
        _inner.Transform(paddedImaginary, paddedReal, rest);
        Multiply(paddedReal, paddedImaginary, _chirpReal, _chirpImaginary, real, imaginary);
    }

    // target[n, lane] = source[n, lane] · factor[n] for every n that the factor has.
    private static void Multiply(
        ReadOnlySpan<float> sourceReal,
        ReadOnlySpan<float> sourceImaginary,
        float[] factorReal,
        float[] factorImaginary,
        Span<float> targetReal,
        Span<float> targetImaginary)
    {
        for (int n = 0; n < factorReal.Length; n++)
        {
            var cosine = new Vector<float>(factorReal[n]);
            var sine = new Vector<float>(factorImaginary[n]);
            int end = (n + 1) * ILineTransform.Lanes;
            for (int i = n * ILineTransform.Lanes; i < end; i += Vector<float>.Count)
            {
                Vector<float> real = new(sourceReal[i..]);
                Vector<float> imaginary = new(sourceImaginary[i..]);
                ((real * cosine) - (imaginary * sine)).CopyTo(targetReal[i..]);
                ((real * sine) + (imaginary * cosine)).CopyTo(targetImaginary[i..]);
            }
        }
    }
}
