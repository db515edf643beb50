using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Fourier;

/// <summary>Complex numbers in double precision, one a lane.</summary>
/// <param name="real">Real parts.</param>
/// <param name="imaginary">Imaginary parts.</param>
internal readonly struct ComplexVector(Vector<double> real, Vector<double> imaginary)
{
    /// <summary>Real parts.</summary>
    public readonly Vector<double> Real = real;

    /// <summary>Imaginary parts.</summary>
    public readonly Vector<double> Imaginary = imaginary;

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator +(ComplexVector a, ComplexVector b) =>
        new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator -(ComplexVector a, ComplexVector b) =>
        new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    /// <summary>a·b for a real a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator *(double a, ComplexVector b) => new(a * b.Real, a * b.Imaginary);

    /// <summary>This times cosine + i·sine.</summary>
    /// <param name="cosine">The real part.</param>
    /// <param name="sine">The imaginary part.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexVector Times(double cosine, double sine) =>
        new((Real * cosine) - (Imaginary * sine), (Real * sine) + (Imaginary * cosine));

    /// <summary>−i times this: a quarter of a turn backwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexVector QuarterBack() => new(Imaginary, -Real);
}
