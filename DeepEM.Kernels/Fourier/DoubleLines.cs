using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepEM.Kernels.Fourier;

/// <summary>The discrete Fourier transform of many lines of one length at once, in double precision.</summary>
/// <remarks>
/// <code>Y[k] = Σ_n y[n] · exp(−2πi·k·n / Length)</code>
/// <para>
/// Stockham's algorithm as in <see cref="FourierPlan"/>, with the factors of <see cref="FourierFactors"/>, so any
/// length will do; one with a large prime factor takes as many times longer. <see cref="Lanes"/> lines lie
/// interleaved: element n of line l at index <c>n·Lanes + l</c>. Lanes never mix and no multiply-add is fused, so a
/// line's result depends neither on its neighbours nor on the width of the vectors. One thread's: it owns its working
/// space.
/// </para>
/// </remarks>
internal sealed class DoubleLines
{
    /// <summary>Lines that are transformed together; a multiple of every vector width in use.</summary>
    public const int Lanes = 8;

    private const double HalfRootOfThree = 0.86602540378443864676;

    // Cosines and sines of a fifth and two fifths of a turn.
    private const double CosineOne = 0.30901699437494742410;
    private const double CosineTwo = -0.80901699437494742410;
    private const double SineOne = 0.95105651629515357212;
    private const double SineTwo = 0.58778525229247312917;

    private readonly int[] _factors;
    private readonly double[] _cosine;
    private readonly double[] _minusSine;
    private double[] _spareReal;
    private double[] _spareImaginary;

    /// <summary>Prepares turns and working space.</summary>
    /// <param name="length">Elements of a line, at least 1.</param>
    public DoubleLines(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        _factors = [.. FourierFactors.Of(length)];
        _cosine = new double[length];
        _minusSine = new double[length];
        for (int k = 0; k < length; k++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * k / length);
            (_cosine[k], _minusSine[k]) = (cosine, -sine);
        }

        int size = checked(length * Lanes);
        (Real, Imaginary) = (new double[size], new double[size]);
        (_spareReal, _spareImaginary) = (new double[size], new double[size]);
    }

    /// <summary>Elements of a line.</summary>
    public int Length { get; }

    /// <summary>Real parts of the lines; another array after a transform.</summary>
    public double[] Real { get; private set; }

    /// <summary>Imaginary parts of the lines; another array after a transform.</summary>
    public double[] Imaginary { get; private set; }

    /// <summary>Transforms the lines.</summary>
    public void Forward()
    {
        int n = Length;
        int side = Lanes;
        foreach (int factor in _factors)
        {
            int groups = n / factor;
            for (int p = 0; p < groups; p++)
            {
                Pass(factor, p, groups, side, p * (Length / n));
            }

            (Real, _spareReal) = (_spareReal, Real);
            (Imaginary, _spareImaginary) = (_spareImaginary, Imaginary);
            n = groups;
            side *= factor;
        }
    }

    /// <summary>Transforms the lines back, times their length.</summary>
    public void Inverse()
    {
        // Real and imaginary parts exchanged turn the other way round.
        (Real, Imaginary) = (Imaginary, Real);
        Forward();
        (Real, Imaginary) = (Imaginary, Real);
    }

    // One p of a pass: from x[q + s·(p + m·k)] to y[q + s·(r·p + k)], all q.
    private void Pass(int factor, int p, int groups, int side, int turn)
    {
        int source = p * side;
        int far = groups * side;
        int target = factor * source;
        switch (factor)
        {
            case 2:
                Two(source, far, target, side, turn);
                break;
            case 3:
                Three(source, far, target, side, turn);
                break;
            case 4:
                Four(source, far, target, side, turn);
                break;
            case 5:
                Five(source, far, target, side, turn);
                break;
            default:
                Any(factor, source, far, target, side, turn);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Two(int source, int far, int target, int side, int turn)
    {
        for (int q = 0; q < side; q += Vector<double>.Count)
        {
            ComplexVector a = Load(source + q);
            ComplexVector b = Load(source + far + q);
            Store(a + b, target + q);
            Store(Turned(a - b, turn), target + side + q);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Three(int source, int far, int target, int side, int turn)
    {
        for (int q = 0; q < side; q += Vector<double>.Count)
        {
            ComplexVector a = Load(source + q);
            ComplexVector b = Load(source + far + q);
            ComplexVector c = Load(source + (2 * far) + q);
            ComplexVector sum = b + c;
            ComplexVector middle = a - (0.5 * sum);
            ComplexVector across = (HalfRootOfThree * (b - c)).QuarterBack();
            Store(a + sum, target + q);
            Store(Turned(middle + across, turn), target + side + q);
            Store(Turned(middle - across, 2 * turn), target + (2 * side) + q);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four(int source, int far, int target, int side, int turn)
    {
        (double c1, double s1) = (_cosine[turn], _minusSine[turn]);
        (double c2, double s2) = (_cosine[2 * turn], _minusSine[2 * turn]);
        (double c3, double s3) = (_cosine[3 * turn], _minusSine[3 * turn]);
        for (int q = 0; q < side; q += Vector<double>.Count)
        {
            ComplexVector a = Load(source + q);
            ComplexVector b = Load(source + far + q);
            ComplexVector c = Load(source + (2 * far) + q);
            ComplexVector d = Load(source + (3 * far) + q);
            ComplexVector sum = a + c;
            ComplexVector gap = a - c;
            ComplexVector otherSum = b + d;
            ComplexVector turned = (b - d).QuarterBack();
            Store(sum + otherSum, target + q);
            Store((gap + turned).Times(c1, s1), target + side + q);
            Store((sum - otherSum).Times(c2, s2), target + (2 * side) + q);
            Store((gap - turned).Times(c3, s3), target + (3 * side) + q);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Five(int source, int far, int target, int side, int turn)
    {
        for (int q = 0; q < side; q += Vector<double>.Count)
        {
            ComplexVector a = Load(source + q);
            ComplexVector b = Load(source + far + q);
            ComplexVector c = Load(source + (2 * far) + q);
            ComplexVector d = Load(source + (3 * far) + q);
            ComplexVector e = Load(source + (4 * far) + q);
            ComplexVector outer = b + e;
            ComplexVector inner = c + d;
            ComplexVector outerGap = b - e;
            ComplexVector innerGap = c - d;
            ComplexVector one = a + (CosineOne * outer) + (CosineTwo * inner);
            ComplexVector two = a + (CosineTwo * outer) + (CosineOne * inner);
            ComplexVector oneAcross = ((SineOne * outerGap) + (SineTwo * innerGap)).QuarterBack();
            ComplexVector twoAcross = ((SineTwo * outerGap) - (SineOne * innerGap)).QuarterBack();
            Store(a + outer + inner, target + q);
            Store(Turned(one + oneAcross, turn), target + side + q);
            Store(Turned(two + twoAcross, 2 * turn), target + (2 * side) + q);
            Store(Turned(two - twoAcross, 3 * turn), target + (3 * side) + q);
            Store(Turned(one - oneAcross, 4 * turn), target + (4 * side) + q);
        }
    }

    // Any prime: every sum as it stands.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Any(int factor, int source, int far, int target, int side, int turn)
    {
        int step = Length / factor;
        for (int k = 0; k < factor; k++)
        {
            for (int q = 0; q < side; q += Vector<double>.Count)
            {
                ComplexVector sum = Load(source + q);
                for (int j = 1; j < factor; j++)
                {
                    sum += Turned(Load(source + (j * far) + q), (int)((long)j * k % factor) * step);
                }

                Store(Turned(sum, k * turn), target + (k * side) + q);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ComplexVector Turned(ComplexVector value, int turn) => value.Times(_cosine[turn], _minusSine[turn]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ComplexVector Load(int index) => new(
        Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Real), (nuint)index),
        Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Imaginary), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(ComplexVector value, int index)
    {
        value.Real.CopyTo(_spareReal, index);
        value.Imaginary.CopyTo(_spareImaginary, index);
    }
}
