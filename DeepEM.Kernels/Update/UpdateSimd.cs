using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Update;

/// <summary>The parameter updates on vectors.</summary>
/// <remarks>
/// The last few values, which fill no vector, are copied to one and back, so that every value is computed alike.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class UpdateSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // One vector of each array: p is changed, a and b may be, g never is.
    private interface IStep
    {
        void Run(float* p, float* g, float* a, float* b);
    }

    /// <inheritdoc cref="UpdateReference.Accumulate"/>
    public static void Accumulate(SimdTensor target, SimdTensor addend) =>
        Run(default(AccumulateStep), target.Length, target.Data, addend.Data, null, null);

    /// <inheritdoc cref="UpdateReference.Sgd"/>
    public static void Sgd(SimdTensor parameters, SimdTensor gradient, float rate) =>
        Run(new SgdStep { Rate = rate }, parameters.Length, parameters.Data, gradient.Data, null, null);

    /// <inheritdoc cref="UpdateReference.Momentum"/>
    public static void Momentum(
        SimdTensor parameters, SimdTensor gradient, SimdTensor velocity, float rate, float momentum) =>
        Run(
            new MomentumStep { Rate = rate, Momentum = momentum },
            parameters.Length,
            parameters.Data,
            gradient.Data,
            velocity.Data,
            null);

    /// <inheritdoc cref="UpdateReference.Adam"/>
    public static void Adam(
        SimdTensor parameters,
        SimdTensor gradient,
        SimdTensor firstMoment,
        SimdTensor secondMoment,
        AdamStep constants) =>
        Run(
            new MomentsStep { Constants = constants },
            parameters.Length,
            parameters.Data,
            gradient.Data,
            firstMoment.Data,
            secondMoment.Data);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TStep>(TStep step, long length, float* p, float* g, float* a, float* b)
        where TStep : struct, IStep
    {
        nint whole = (nint)(length / TSimd.Count * TSimd.Count);
        for (nint index = 0; index < whole; index += TSimd.Count)
        {
            step.Run(p + index, g + index, a + index, b + index);
        }

        int rest = (int)(length - whole);
        if (rest > 0)
        {
            float* copies = stackalloc float[4 * TSimd.Count];
            float* restP = Copy(p + whole, copies, rest);
            float* restG = Copy(g + whole, copies + TSimd.Count, rest);
            float* restA = a is null ? null : Copy(a + whole, copies + (2 * TSimd.Count), rest);
            float* restB = b is null ? null : Copy(b + whole, copies + (3 * TSimd.Count), rest);
            step.Run(restP, restG, restA, restB);
            Copy(restP, p + whole, rest);
            if (a is not null)
            {
                Copy(restA, a + whole, rest);
            }

            if (b is not null)
            {
                Copy(restB, b + whole, rest);
            }
        }
    }

    private static float* Copy(float* source, float* target, int length)
    {
        new Span<float>(source, length).CopyTo(new Span<float>(target, length));
        return target;
    }

    private struct AccumulateStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(float* p, float* g, float* a, float* b) =>
            TSimd.Store(p, TSimd.Add(TSimd.Load(p), TSimd.Load(g)));
    }

    private struct SgdStep : IStep
    {
        public float Rate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(float* p, float* g, float* a, float* b) =>
            TSimd.Store(p, TSimd.FusedMultiplyAdd(TSimd.Broadcast(-Rate), TSimd.Load(g), TSimd.Load(p)));
    }

    private struct MomentumStep : IStep
    {
        public float Rate;
        public float Momentum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(float* p, float* g, float* a, float* b)
        {
            TVector velocity = TSimd.FusedMultiplyAdd(TSimd.Broadcast(Momentum), TSimd.Load(a), TSimd.Load(g));
            TSimd.Store(a, velocity);
            TSimd.Store(p, TSimd.FusedMultiplyAdd(TSimd.Broadcast(-Rate), velocity, TSimd.Load(p)));
        }
    }

    private struct MomentsStep : IStep
    {
        public AdamStep Constants;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run(float* p, float* g, float* a, float* b)
        {
            TVector gradient = TSimd.Load(g);
            TVector m = TSimd.Multiply(TSimd.Broadcast(Constants.Beta1), TSimd.Load(a));
            m = TSimd.FusedMultiplyAdd(TSimd.Broadcast(1 - Constants.Beta1), gradient, m);
            TSimd.Store(a, m);

            TVector v = TSimd.Multiply(TSimd.Broadcast(Constants.Beta2), TSimd.Load(b));
            v = TSimd.FusedMultiplyAdd(
                TSimd.Broadcast(1 - Constants.Beta2), TSimd.Multiply(gradient, gradient), v);
            TSimd.Store(b, v);

            TVector root = TSimd.Sqrt(TSimd.Divide(v, TSimd.Broadcast(Constants.Correction2)));
            TVector step = TSimd.Divide(
                TSimd.Divide(m, TSimd.Broadcast(Constants.Correction1)),
                TSimd.Add(root, TSimd.Broadcast(Constants.Epsilon)));
            TVector kept = TSimd.Multiply(
                TSimd.Load(p), TSimd.Broadcast(1 - (Constants.LearningRate * Constants.WeightDecay)));
            TSimd.Store(p, TSimd.FusedMultiplyAdd(TSimd.Broadcast(-Constants.LearningRate), step, kept));
        }
    }
}
