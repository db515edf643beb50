using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Simd;

/// <summary>Functions of whole vectors.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class SimdMath<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Beyond this 1 + exp(−z) is 1 or its reciprocal is below 1e-37.
    private const float SigmoidLimit = 87;

    /// <summary>Logistic sigmoid, 1 / (1 + exp(−z)), to 2 units in the last place; NaN gives NaN.</summary>
    /// <param name="z">Where.</param>
    /// <returns>The sigmoid of each lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector z)
    {
        TVector one = TSimd.Broadcast(1);
        TVector minus = TSimd.Subtract(TSimd.Zero, z);
        minus = TSimd.Min(TSimd.Broadcast(SigmoidLimit), TSimd.Max(TSimd.Broadcast(-SigmoidLimit), minus));
        return TSimd.Divide(one, TSimd.Add(one, Exp(minus)));
    }

    /// <summary>The mask of the lanes that hold an image.</summary>
    /// <param name="images">Images that are left for this vector and those after it.</param>
    /// <returns>Set in the lanes below <paramref name="images"/>.</returns>
    public static TVector FirstLanes(int images)
    {
        float* lanes = stackalloc float[TSimd.Count];
        for (int lane = 0; lane < TSimd.Count; lane++)
        {
            lanes[lane] = lane;
        }

        return TSimd.GreaterThan(TSimd.Broadcast(images), TSimd.Load(lanes));
    }

    /// <summary>exp(x) for |x| up to 87, to 1.5 units in the last place.</summary>
    /// <remarks>
    /// x = n·ln 2 + r with |r| ≤ ln 2 / 2; exp(r) by its Taylor polynomial of degree 7, whose error of 5e-9 is far
    /// below float's rounding; n is found by adding 1.5·2²³, which leaves it in the lowest bits of the sum.
    /// </remarks>
    /// <param name="x">Where.</param>
    /// <returns>The exponential of each lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        TVector magic = TSimd.Broadcast(12582912f);
        TVector shifted = TSimd.FusedMultiplyAdd(x, TSimd.Broadcast(1.44269504f), magic);
        TVector n = TSimd.Subtract(shifted, magic);
        TVector r = TSimd.FusedMultiplyAdd(n, TSimd.Broadcast(-0.693145752f), x);
        r = TSimd.FusedMultiplyAdd(n, TSimd.Broadcast(-1.42860677e-6f), r);

        TVector sum = TSimd.Broadcast(1f / 5040);
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1f / 720));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1f / 120));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1f / 24));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1f / 6));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(0.5f));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1));
        sum = TSimd.FusedMultiplyAdd(sum, r, TSimd.Broadcast(1));
        return TSimd.Scale(sum, shifted);
    }
}
