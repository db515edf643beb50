namespace DeepEM.Kernels.Simd;

/// <summary>
/// The vector instructions that kernels are written in: one source for every width. Kernels are generic over the
/// implementing struct, so that the JIT compiles each width apart and every call becomes one instruction.
/// </summary>
/// <typeparam name="TVector">The vector itself, so that locals live in registers.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Lanes, V.</summary>
    static abstract int Count { get; }

    /// <summary>Vector registers of the machine at this width: 16 or 32.</summary>
    static abstract int Registers { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract TVector Zero { get; }

    /// <summary>V values from memory, aligned or not.</summary>
    static abstract TVector Load(float* source);

    /// <summary>V values to memory, aligned or not.</summary>
    static abstract void Store(float* target, TVector value);

    /// <summary>One value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left − right.</summary>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>left·right.</summary>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left / right.</summary>
    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left·right + addend, rounded once where the machine has an instruction for it.</summary>
    static abstract TVector FusedMultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The smaller; <paramref name="value"/> where it is NaN.</summary>
    static abstract TVector Min(TVector limit, TVector value);

    /// <summary>The larger; <paramref name="value"/> where it is NaN.</summary>
    static abstract TVector Max(TVector limit, TVector value);

    /// <summary>√value.</summary>
    static abstract TVector Sqrt(TVector value);

    /// <summary>A mask of the lanes where left &gt; right.</summary>
    static abstract TVector GreaterThan(TVector left, TVector right);

    /// <summary>A mask of the lanes where left = right.</summary>
    static abstract TVector AreEqual(TVector left, TVector right);

    /// <summary>Where the mask is set <paramref name="chosen"/>, elsewhere <paramref name="other"/>.</summary>
    static abstract TVector Select(TVector mask, TVector chosen, TVector other);

    /// <summary>Sum of the lanes, in an order that is always the same.</summary>
    static abstract float Sum(TVector value);

    /// <summary>
    /// value·2ⁿ; n are the lowest nine bits of each lane of <paramref name="exponent"/>, two's complement.
    /// </summary>
    static abstract TVector Scale(TVector value, TVector exponent);

    /// <summary>Values 0, 2, 4, ... of the 2·V values of <paramref name="low"/> and <paramref name="high"/>.</summary>
    static abstract TVector Even(TVector low, TVector high);

    /// <summary>Values 1, 3, 5, ... of the 2·V values of <paramref name="low"/> and <paramref name="high"/>.</summary>
    static abstract TVector Odd(TVector low, TVector high);
}
