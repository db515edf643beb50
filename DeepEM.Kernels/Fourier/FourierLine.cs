using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Fourier;

/// <summary>Fourier transforms of as many lines at a time as a vector has lanes.</summary>
/// <remarks>
/// A complex value is two vectors, one after the other. Which is the real part is an argument: with real and imaginary
/// parts exchanged the transform is the inverse one, times N.
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class FourierLine<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Transforms a line.</summary>
    /// <param name="plan">The length.</param>
    /// <param name="source">First value.</param>
    /// <param name="sourceStride">Values (floats) from a complex value to the next.</param>
    /// <param name="target">Receives the first value; may be the source.</param>
    /// <param name="targetStride">As for the source.</param>
    /// <param name="buffer">Working memory for two lines.</param>
    /// <param name="inverse">Whether the inverse transform is computed, without its factor 1/N.</param>
    public static void Transform(
        FourierPlan plan,
        float* source,
        nint sourceStride,
        float* target,
        nint targetStride,
        float* buffer,
        bool inverse)
    {
        nint packed = 2 * TSimd.Count;
        float* twiddles = plan.Twiddles;
        int n = plan.Length;
        int s = 1;
        FourierPass pass = new()
        {
            Source = source,
            SourceStride = sourceStride,
            Real = inverse ? TSimd.Count : 0,
            Imaginary = inverse ? 0 : TSimd.Count,
        };
        for (int index = 0; index < plan.Factors.Length; index++)
        {
            bool last = index == plan.Factors.Length - 1;
            int factor = plan.Factors[index];
            int m = n / factor;
            pass.Target = last ? target : buffer + (index % 2 * plan.Length * packed);
            pass.TargetStride = last ? targetStride : packed;
            pass.Groups = m;
            pass.Side = s;
            switch (factor)
            {
                case 2:
                    Two(in pass, twiddles);
                    break;
                case 3:
                    Three(in pass, twiddles);
                    break;
                case 4:
                    Four(in pass, twiddles);
                    break;
                default:
                    Five(in pass, twiddles);
                    break;
            }

            twiddles += 2 * (factor - 1) * m;
            pass.Source = pass.Target;
            pass.SourceStride = pass.TargetStride;
            n = m;
            s *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in FourierPass pass, float* twiddles)
    {
        (nint re, nint im) = (pass.Real, pass.Imaginary);
        nint from = pass.SourceStride;
        nint to = pass.TargetStride;
        nint far = from * pass.Side * pass.Groups;
        nint near = to * pass.Side;
        for (int p = 0; p < pass.Groups; p++)
        {
            float* x = pass.Source + (p * pass.Side * from);
            float* y = pass.Target + (p * 2 * near);
            TVector c1 = TSimd.Broadcast(twiddles[0]);
            TVector d1 = TSimd.Broadcast(twiddles[1]);
            twiddles += 2;
            for (int q = 0; q < pass.Side; q++)
            {
                TVector r0 = TSimd.Load(x + re);
                TVector i0 = TSimd.Load(x + im);
                TVector r1 = TSimd.Load(x + far + re);
                TVector i1 = TSimd.Load(x + far + im);
                TSimd.Store(y + re, TSimd.Add(r0, r1));
                TSimd.Store(y + im, TSimd.Add(i0, i1));
                Rotate(TSimd.Subtract(r0, r1), TSimd.Subtract(i0, i1), c1, d1, y + near + re, y + near + im);
                x += from;
                y += to;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(in FourierPass pass, float* twiddles)
    {
        (nint re, nint im) = (pass.Real, pass.Imaginary);
        nint from = pass.SourceStride;
        nint to = pass.TargetStride;
        nint far = from * pass.Side * pass.Groups;
        nint near = to * pass.Side;
        for (int p = 0; p < pass.Groups; p++)
        {
            float* x = pass.Source + (p * pass.Side * from);
            float* y = pass.Target + (p * 3 * near);
            TVector c1 = TSimd.Broadcast(twiddles[0]);
            TVector d1 = TSimd.Broadcast(twiddles[1]);
            TVector c2 = TSimd.Broadcast(twiddles[2]);
            TVector d2 = TSimd.Broadcast(twiddles[3]);
            twiddles += 4;
            TVector half = TSimd.Broadcast(-0.5f);
            TVector root = TSimd.Broadcast(0.866025404f);
            for (int q = 0; q < pass.Side; q++)
            {
                TVector r0 = TSimd.Load(x + re);
                TVector i0 = TSimd.Load(x + im);
                TVector r1 = TSimd.Load(x + far + re);
                TVector i1 = TSimd.Load(x + far + im);
                TVector r2 = TSimd.Load(x + (2 * far) + re);
                TVector i2 = TSimd.Load(x + (2 * far) + im);
                TVector sr = TSimd.Add(r1, r2);
                TVector si = TSimd.Add(i1, i2);
                TVector mr = TSimd.FusedMultiplyAdd(half, sr, r0);
                TVector mi = TSimd.FusedMultiplyAdd(half, si, i0);
                TVector tr = TSimd.Multiply(root, TSimd.Subtract(i1, i2));
                TVector ti = TSimd.Multiply(root, TSimd.Subtract(r2, r1));
                TSimd.Store(y + re, TSimd.Add(r0, sr));
                TSimd.Store(y + im, TSimd.Add(i0, si));
                Rotate(TSimd.Add(mr, tr), TSimd.Add(mi, ti), c1, d1, y + near + re, y + near + im);
                Rotate(
                    TSimd.Subtract(mr, tr), TSimd.Subtract(mi, ti), c2, d2, y + (2 * near) + re, y + (2 * near) + im);
                x += from;
                y += to;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in FourierPass pass, float* twiddles)
    {
        (nint re, nint im) = (pass.Real, pass.Imaginary);
        nint from = pass.SourceStride;
        nint to = pass.TargetStride;
        nint far = from * pass.Side * pass.Groups;
        nint near = to * pass.Side;
        for (int p = 0; p < pass.Groups; p++)
        {
            float* x = pass.Source + (p * pass.Side * from);
            float* y = pass.Target + (p * 4 * near);
            TVector c1 = TSimd.Broadcast(twiddles[0]);
            TVector d1 = TSimd.Broadcast(twiddles[1]);
            TVector c2 = TSimd.Broadcast(twiddles[2]);
            TVector d2 = TSimd.Broadcast(twiddles[3]);
            TVector c3 = TSimd.Broadcast(twiddles[4]);
            TVector d3 = TSimd.Broadcast(twiddles[5]);
            twiddles += 6;
            for (int q = 0; q < pass.Side; q++)
            {
                TVector r0 = TSimd.Load(x + re);
                TVector i0 = TSimd.Load(x + im);
                TVector r1 = TSimd.Load(x + far + re);
                TVector i1 = TSimd.Load(x + far + im);
                TVector r2 = TSimd.Load(x + (2 * far) + re);
                TVector i2 = TSimd.Load(x + (2 * far) + im);
                TVector r3 = TSimd.Load(x + (3 * far) + re);
                TVector i3 = TSimd.Load(x + (3 * far) + im);
                TVector ar = TSimd.Add(r0, r2);
                TVector ai = TSimd.Add(i0, i2);
                TVector br = TSimd.Subtract(r0, r2);
                TVector bi = TSimd.Subtract(i0, i2);
                TVector er = TSimd.Add(r1, r3);
                TVector ei = TSimd.Add(i1, i3);
                TVector fr = TSimd.Subtract(i1, i3);
                TVector fi = TSimd.Subtract(r3, r1);
                TSimd.Store(y + re, TSimd.Add(ar, er));
                TSimd.Store(y + im, TSimd.Add(ai, ei));
                Rotate(TSimd.Add(br, fr), TSimd.Add(bi, fi), c1, d1, y + near + re, y + near + im);
                Rotate(
                    TSimd.Subtract(ar, er), TSimd.Subtract(ai, ei), c2, d2, y + (2 * near) + re, y + (2 * near) + im);
                Rotate(
                    TSimd.Subtract(br, fr), TSimd.Subtract(bi, fi), c3, d3, y + (3 * near) + re, y + (3 * near) + im);
                x += from;
                y += to;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Five(in FourierPass pass, float* twiddles)
    {
        (nint re, nint im) = (pass.Real, pass.Imaginary);
        nint from = pass.SourceStride;
        nint to = pass.TargetStride;
        nint far = from * pass.Side * pass.Groups;
        nint near = to * pass.Side;
        for (int p = 0; p < pass.Groups; p++)
        {
            float* x = pass.Source + (p * pass.Side * from);
            float* y = pass.Target + (p * 5 * near);
            TVector c1 = TSimd.Broadcast(twiddles[0]);
            TVector d1 = TSimd.Broadcast(twiddles[1]);
            TVector c2 = TSimd.Broadcast(twiddles[2]);
            TVector d2 = TSimd.Broadcast(twiddles[3]);
            TVector c3 = TSimd.Broadcast(twiddles[4]);
            TVector d3 = TSimd.Broadcast(twiddles[5]);
            TVector c4 = TSimd.Broadcast(twiddles[6]);
            TVector d4 = TSimd.Broadcast(twiddles[7]);
            twiddles += 8;
            TVector cos1 = TSimd.Broadcast(0.309016994f);
            TVector cos2 = TSimd.Broadcast(-0.809016994f);
            TVector sin1 = TSimd.Broadcast(0.951056516f);
            TVector sin2 = TSimd.Broadcast(0.587785252f);
            for (int q = 0; q < pass.Side; q++)
            {
                TVector r0 = TSimd.Load(x + re);
                TVector i0 = TSimd.Load(x + im);
                TVector r1 = TSimd.Load(x + far + re);
                TVector i1 = TSimd.Load(x + far + im);
                TVector r2 = TSimd.Load(x + (2 * far) + re);
                TVector i2 = TSimd.Load(x + (2 * far) + im);
                TVector r3 = TSimd.Load(x + (3 * far) + re);
                TVector i3 = TSimd.Load(x + (3 * far) + im);
                TVector r4 = TSimd.Load(x + (4 * far) + re);
                TVector i4 = TSimd.Load(x + (4 * far) + im);
                TVector ar = TSimd.Add(r1, r4);
                TVector ai = TSimd.Add(i1, i4);
                TVector br = TSimd.Add(r2, r3);
                TVector bi = TSimd.Add(i2, i3);
                TVector er = TSimd.Subtract(i1, i4);
                TVector ei = TSimd.Subtract(r4, r1);
                TVector fr = TSimd.Subtract(i2, i3);
                TVector fi = TSimd.Subtract(r3, r2);
                TVector gr = TSimd.FusedMultiplyAdd(cos1, ar, TSimd.FusedMultiplyAdd(cos2, br, r0));
                TVector gi = TSimd.FusedMultiplyAdd(cos1, ai, TSimd.FusedMultiplyAdd(cos2, bi, i0));
                TVector hr = TSimd.FusedMultiplyAdd(cos2, ar, TSimd.FusedMultiplyAdd(cos1, br, r0));
                TVector hi = TSimd.FusedMultiplyAdd(cos2, ai, TSimd.FusedMultiplyAdd(cos1, bi, i0));
                TVector ur = TSimd.FusedMultiplyAdd(sin1, er, TSimd.Multiply(sin2, fr));
                TVector ui = TSimd.FusedMultiplyAdd(sin1, ei, TSimd.Multiply(sin2, fi));
                TVector vr = TSimd.Subtract(TSimd.Multiply(sin2, er), TSimd.Multiply(sin1, fr));
                TVector vi = TSimd.Subtract(TSimd.Multiply(sin2, ei), TSimd.Multiply(sin1, fi));
                TSimd.Store(y + re, TSimd.Add(r0, TSimd.Add(ar, br)));
                TSimd.Store(y + im, TSimd.Add(i0, TSimd.Add(ai, bi)));
                Rotate(TSimd.Add(gr, ur), TSimd.Add(gi, ui), c1, d1, y + near + re, y + near + im);
                Rotate(TSimd.Add(hr, vr), TSimd.Add(hi, vi), c2, d2, y + (2 * near) + re, y + (2 * near) + im);
                Rotate(
                    TSimd.Subtract(hr, vr), TSimd.Subtract(hi, vi), c3, d3, y + (3 * near) + re, y + (3 * near) + im);
                Rotate(
                    TSimd.Subtract(gr, ur), TSimd.Subtract(gi, ui), c4, d4, y + (4 * near) + re, y + (4 * near) + im);
                x += from;
                y += to;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate(
        TVector real, TVector imaginary, TVector cosine, TVector sine, float* targetReal, float* targetImaginary)
    {
        TSimd.Store(
            targetReal, TSimd.Subtract(TSimd.Multiply(real, cosine), TSimd.Multiply(imaginary, sine)));
        TSimd.Store(
            targetImaginary, TSimd.FusedMultiplyAdd(real, sine, TSimd.Multiply(imaginary, cosine)));
    }
}
