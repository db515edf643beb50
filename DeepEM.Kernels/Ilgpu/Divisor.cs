using System.Numerics;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>A number that kernels divide by, without dividing: a GPU has no instruction for that.</summary>
/// <remarks>
/// ⌊n/d⌋ = ⌊n·m/2^s⌋ for every n from 0 to 2^31 − 1 with s = 31 + ⌈log2 d⌉ and m = ⌈2^s/d⌉, which is at most 2^32 − 1:
/// the error of m is less than d ≤ 2^(s−31), so that n times it is less than 2^s (Granlund and Montgomery, PLDI 1994).
/// A division of whole numbers is about twenty instructions, this is two.
/// </remarks>
/// <param name="Value">d, 1 or more.</param>
/// <param name="Multiplier">m.</param>
/// <param name="Shift">s.</param>
internal readonly record struct Divisor(int Value, uint Multiplier, int Shift)
{
    /// <summary>Finds the factor of a divisor.</summary>
    /// <param name="value">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static Divisor Of(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        int shift = 63 - BitOperations.LeadingZeroCount((uint)value - 1);
        ulong multiplier = ((1UL << shift) + (ulong)value - 1) / (ulong)value;
        return new Divisor(value, (uint)multiplier, shift);
    }

    /// <summary>dividend / d, inside a kernel too.</summary>
    /// <param name="dividend">0 or more.</param>
    public int Quotient(int dividend) => (int)(((ulong)(uint)dividend * Multiplier) >> Shift);
}
