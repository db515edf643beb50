using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Fourier;

/// <summary>What one thread of a pass reads and writes: r elements each, with the letters of <see cref="FourierPlan"/>.
/// </summary>
/// <param name="From">Where x[q + s·p] lies.</param>
/// <param name="Far">Values from there to x[q + s·(p + m)], and so on.</param>
/// <param name="To">Where y[q + s·r·p] goes.</param>
/// <param name="Near">Values from there to y[q + s·(r·p + 1)], and so on.</param>
/// <param name="Turns">Turns of y[q + s·(r·p + 1)] in parts of N: p·s; the next ones turn as much more each.</param>
internal readonly record struct Butterfly(int From, int Far, int To, int Near, int Turns)
{
    /// <summary>Whether a thread has work.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="index">The thread.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Exists(LinePass pass, int index) => index < pass.Lines * (pass.Length / pass.Factor);

    /// <summary>A thread's work.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="index">The thread.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Butterfly Of(LinePass pass, int index)
    {
        int count = pass.Length / pass.Factor;
        bool acrossLines = pass.LineStride == 1;
        int line = acrossLines ? index % pass.Lines : index / count;
        int element = acrossLines ? index / pass.Lines : index % count;
        int p = element / pass.Side;
        int q = element - (p * pass.Side);
        int start = line * pass.LineStride;
        return new Butterfly(
            start + (element * pass.Step),
            count * pass.Step,
            start + ((q + (pass.Side * pass.Factor * p)) * pass.Step),
            pass.Side * pass.Step,
            p * pass.Side);
    }
}
