using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Fourier;

/// <summary>A complex number in the registers of a kernel.</summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
internal readonly record struct ComplexValue(float Real, float Imaginary)
{
    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexValue operator +(ComplexValue a, ComplexValue b) =>
        new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexValue operator -(ComplexValue a, ComplexValue b) =>
        new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    /// <summary>a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexValue operator *(ComplexValue a, ComplexValue b) => new(
        (a.Real * b.Real) - (a.Imaginary * b.Imaginary),
        (a.Real * b.Imaginary) + (a.Imaginary * b.Real));

    /// <summary>a·b for a real a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexValue operator *(float a, ComplexValue b) => new(a * b.Real, a * b.Imaginary);

    /// <summary>−i·a: a quarter of a turn backwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexValue QuarterBack(ComplexValue a) => new(a.Imaginary, -a.Real);
}
