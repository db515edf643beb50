using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepEM.Kernels.Simd;

/// <summary>System.Numerics.Vector: as many lanes as the machine has.</summary>
internal readonly unsafe struct SimdAny : ISimd<Vector<float>>
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<float>.Count;
    }

    /// <inheritdoc/>
    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AdvSimd.IsSupported || Avx512F.VL.IsSupported ? 32 : 16;
    }

    /// <inheritdoc/>
    public static Vector<float> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(float* source) =>
        Vector.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector<float> value) =>
        Vector.Store(value, target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Broadcast(float value) =>
        Vector.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> left, Vector<float> right) =>
        left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Subtract(Vector<float> left, Vector<float> right) =>
        left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> left, Vector<float> right) =>
        left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Divide(Vector<float> left, Vector<float> right) =>
        left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> FusedMultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
        HostVectors.MultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Min(Vector<float> limit, Vector<float> value) =>
        Vector.MinNative(limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Max(Vector<float> limit, Vector<float> value) =>
        Vector.MaxNative(limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sqrt(Vector<float> value) =>
        Vector.SquareRoot(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GreaterThan(Vector<float> left, Vector<float> right) =>
        Vector.AsVectorSingle(Vector.GreaterThan(left, right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> AreEqual(Vector<float> left, Vector<float> right) =>
        Vector.AsVectorSingle(Vector.Equals(left, right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Select(Vector<float> mask, Vector<float> chosen, Vector<float> other) =>
        Vector.ConditionalSelect(Vector.AsVectorInt32(mask), chosen, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> value) =>
        Vector.Sum(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Scale(Vector<float> value, Vector<float> exponent) =>
        Vector.AsVectorSingle(Vector.AsVectorInt32(value) + (Vector.AsVectorInt32(exponent) << 23));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Even(Vector<float> low, Vector<float> high)
    {
        if (Vector<float>.Count == Vector256<float>.Count && Avx2.IsSupported)
        {
            return Simd256.Even(low.AsVector256(), high.AsVector256()).AsVector();
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.UnzipEven(low.AsVector128(), high.AsVector128()).AsVector()
            : Vector<float>.Count == Vector128<float>.Count && Sse.IsSupported
                ? Sse.Shuffle(low.AsVector128(), high.AsVector128(), 0b10_00_10_00).AsVector()
                : Pick(low, high, 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Odd(Vector<float> low, Vector<float> high)
    {
        if (Vector<float>.Count == Vector256<float>.Count && Avx2.IsSupported)
        {
            return Simd256.Odd(low.AsVector256(), high.AsVector256()).AsVector();
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.UnzipOdd(low.AsVector128(), high.AsVector128()).AsVector()
            : Vector<float>.Count == Vector128<float>.Count && Sse.IsSupported
                ? Sse.Shuffle(low.AsVector128(), high.AsVector128(), 0b11_01_11_01).AsVector()
                : Pick(low, high, 1);
    }

    private static Vector<float> Pick(Vector<float> low, Vector<float> high, int first)
    {
        float* values = stackalloc float[2 * Vector<float>.Count];
        Vector.Store(low, values);
        Vector.Store(high, values + Vector<float>.Count);
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            values[lane] = values[first + (2 * lane)];
        }

        return Vector.Load(values);
    }
}
