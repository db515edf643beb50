using System.Numerics;

namespace DeepEM.Kernels.Fourier;

/// <summary>The fast Fourier transform for lengths that are powers of two.</summary>
/// <remarks>
/// Stockham's self-sorting form of Cooley and Tukey (Math. Comp. 19, 1965) with radix 4 and one last step of radix 2
/// where the exponent is odd: no bit reversal, and the inner loop runs over neighbouring elements, the interleaved
/// lines to begin with, so that it fills whole vectors from the first step. No fused multiply-add: all machines give
/// the same.
/// </remarks>
internal sealed class PowerOfTwoTransform : ILineTransform
{
    private readonly float[] _cosine;
    private readonly float[] _minusSine;

    /// <summary>Prepares the twiddle factors.</summary>
    /// <param name="length">Elements of a line, a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not a power of two.</exception>
    public PowerOfTwoTransform(int length)
    {
        if (length < 1 || !int.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be a power of two.");
        }

        Length = length;
        _cosine = new float[length];
        _minusSine = new float[length];
        for (int k = 0; k < length; k++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * k / length);
            (_cosine[k], _minusSine[k]) = ((float)cosine, (float)-sine);
        }
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public int WorkspaceLength => checked(2 * Length * ILineTransform.Lanes);

    /// <inheritdoc/>
    public void Transform(Span<float> real, Span<float> imaginary, Span<float> workspace)
    {
        int size = Length * ILineTransform.Lanes;
        real = real[..size];
        imaginary = imaginary[..size];
        Span<float> otherReal = workspace[..size];
        Span<float> otherImaginary = workspace.Slice(size, size);
        bool inWorkspace = false;
        int stride = ILineTransform.Lanes;
        int length = Length;
        while (length > 1)
        {
            int radix = length % 4 == 0 ? 4 : 2;
            Span<float> sourceReal = inWorkspace ? otherReal : real;
            Span<float> sourceImaginary = inWorkspace ? otherImaginary : imaginary;
            Span<float> targetReal = inWorkspace ? real : otherReal;
            Span<float> targetImaginary = inWorkspace ? imaginary : otherImaginary;
            if (radix == 4)
            {
                RadixFour(sourceReal, sourceImaginary, targetReal, targetImaginary, length, stride);
            }
            else
            {
                RadixTwo(sourceReal, sourceImaginary, targetReal, targetImaginary, stride);
            }

            inWorkspace = !inWorkspace;
            length /= radix;
            stride *= radix;
        }

        if (inWorkspace)
        {
            otherReal.CopyTo(real);
            otherImaginary.CopyTo(imaginary);
        }
    }

    // The last step: two halves, no twiddle factors.
    private static void RadixTwo(
        ReadOnlySpan<float> sourceReal,
        ReadOnlySpan<float> sourceImaginary,
        Span<float> targetReal,
        Span<float> targetImaginary,
        int stride)
    {
        for (int q = 0; q < stride; q += Vector<float>.Count)
        {
            Vector<float> aReal = new(sourceReal[q..]);
            Vector<float> aImaginary = new(sourceImaginary[q..]);
            Vector<float> bReal = new(sourceReal[(q + stride)..]);
            Vector<float> bImaginary = new(sourceImaginary[(q + stride)..]);
            (aReal + bReal).CopyTo(targetReal[q..]);
            (aImaginary + bImaginary).CopyTo(targetImaginary[q..]);
            (aReal - bReal).CopyTo(targetReal[(q + stride)..]);
            (aImaginary - bImaginary).CopyTo(targetImaginary[(q + stride)..]);
        }
    }

    private void RadixFour(
        ReadOnlySpan<float> sourceReal,
        ReadOnlySpan<float> sourceImaginary,
        Span<float> targetReal,
        Span<float> targetImaginary,
        int length,
        int stride)
    {
        int quarter = length / 4;
        int step = Length / length;
        int distance = quarter * stride;
        for (int p = 0; p < quarter; p++)
        {
            var oneReal = new Vector<float>(_cosine[p * step]);
            var oneImaginary = new Vector<float>(_minusSine[p * step]);
            var twoReal = new Vector<float>(_cosine[2 * p * step]);
            var twoImaginary = new Vector<float>(_minusSine[2 * p * step]);
            var threeReal = new Vector<float>(_cosine[3 * p * step]);
            var threeImaginary = new Vector<float>(_minusSine[3 * p * step]);
            int source = p * stride;
            int target = 4 * source;
            for (int q = 0; q < stride; q += Vector<float>.Count)
            {
                int a = source + q;
                Vector<float> aReal = new(sourceReal[a..]);
                Vector<float> aImaginary = new(sourceImaginary[a..]);
                Vector<float> bReal = new(sourceReal[(a + distance)..]);
                Vector<float> bImaginary = new(sourceImaginary[(a + distance)..]);
                Vector<float> cReal = new(sourceReal[(a + (2 * distance))..]);
                Vector<float> cImaginary = new(sourceImaginary[(a + (2 * distance))..]);
                Vector<float> dReal = new(sourceReal[(a + (3 * distance))..]);
                Vector<float> dImaginary = new(sourceImaginary[(a + (3 * distance))..]);

                Vector<float> acSumReal = aReal + cReal;
                Vector<float> acSumImaginary = aImaginary + cImaginary;
                Vector<float> acGapReal = aReal - cReal;
                Vector<float> acGapImaginary = aImaginary - cImaginary;
                Vector<float> bdSumReal = bReal + dReal;
                Vector<float> bdSumImaginary = bImaginary + dImaginary;

                // −i·(b − d), for the sign of the exponent in the definition.
                Vector<float> bdTurnedReal = bImaginary - dImaginary;
                Vector<float> bdTurnedImaginary = dReal - bReal;

                int t = target + q;
                (acSumReal + bdSumReal).CopyTo(targetReal[t..]);
                (acSumImaginary + bdSumImaginary).CopyTo(targetImaginary[t..]);

                Vector<float> real = acGapReal + bdTurnedReal;
                Vector<float> imaginary = acGapImaginary + bdTurnedImaginary;
                t += stride;
                ((real * oneReal) - (imaginary * oneImaginary)).CopyTo(targetReal[t..]);
                ((real * oneImaginary) + (imaginary * oneReal)).CopyTo(targetImaginary[t..]);

                real = acSumReal - bdSumReal;
                imaginary = acSumImaginary - bdSumImaginary;
                t += stride;
                ((real * twoReal) - (imaginary * twoImaginary)).CopyTo(targetReal[t..]);
                ((real * twoImaginary) + (imaginary * twoReal)).CopyTo(targetImaginary[t..]);

                real = acGapReal - bdTurnedReal;
                imaginary = acGapImaginary - bdTurnedImaginary;
                t += stride;
                ((real * threeReal) - (imaginary * threeImaginary)).CopyTo(targetReal[t..]);
                ((real * threeImaginary) + (imaginary * threeReal)).CopyTo(targetImaginary[t..]);
            }
        }
    }
}
