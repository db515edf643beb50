using System.Runtime.CompilerServices;
using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Fourier;

/// <summary>Transforms of many lines of any length on an accelerator; definition in <see cref="FourierReference"/>.
/// </summary>
/// <remarks>
/// Stockham's algorithm as in <see cref="FourierPlan"/>, one kernel for each pass. A pass with a factor of 2 to 5 reads
/// and writes every value once; one with another prime factor r sums r terms for each value: a line whose length is a
/// prime N costs N terms a value. The turns come from a table of the N-th roots of 1 (<see cref="FourierTables"/>).
/// </remarks>
internal sealed class LineKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, LinePass>> _two;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, LinePass>> _three;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, LinePass>> _four;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, LinePass>> _five;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, LinePass>> _prime;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    /// <param name="accelerator">The accelerator.</param>
    public LineKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _two = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>(
            TwoKernel));
        _three = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>(
            ThreeKernel));
        _four = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>(
            FourKernel));
        _five = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>(
            FiveKernel));
        _prime = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>(
            PrimeKernel));
    }

    /// <summary>Queues the transform of lines, which goes back and forth between two places.</summary>
    /// <param name="stream">Orders the passes.</param>
    /// <param name="lines">The lines, without a pass.</param>
    /// <param name="table">The roots of 1 for their length.</param>
    /// <param name="source">The lines, left as they are unless they are <paramref name="second"/>.</param>
    /// <param name="first">Receives the first pass, the third and so on; not the source.</param>
    /// <param name="second">Receives the second pass and so on.</param>
    /// <returns>Where the transform will be: the source for lines of one element, which are their own.</returns>
    public ArrayView<float> Transform(
        AcceleratorStream stream,
        LinePass lines,
        ArrayView<float> table,
        ArrayView<float> source,
        ArrayView<float> first,
        ArrayView<float> second)
    {
        int side = 1;
        foreach (int factor in FourierFactors.Of(lines.Length))
        {
            LinePass pass = lines with { Factor = factor, Side = side };
            long values = (long)lines.Lines * lines.Length;
            (Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, LinePass>
                kernel, long threads) = factor switch
                {
                    2 => (_two.Value, values / 2),
                    3 => (_three.Value, values / 3),
                    4 => (_four.Value, values / 4),
                    5 => (_five.Value, values / 5),
                    _ => (_prime.Value, values),
                };
            kernel(stream, Launch.For(_accelerator, threads), source, first, table, pass);
            (source, first, second) = (first, second, first);
            side *= factor;
        }

        return source;
    }

    private static void TwoKernel(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> table, LinePass pass)
    {
        int index = Grid.GlobalIndex.X;
        if (!Butterfly.Exists(pass, index))
        {
            return;
        }

        Butterfly at = Butterfly.Of(pass, index);
        ComplexValue x0 = Load(source, pass, at.From);
        ComplexValue x1 = Load(source, pass, at.From + at.Far);
        Store(target, pass, at.To, x0 + x1);
        Store(target, pass, at.To + at.Near, (x0 - x1) * Root(table, pass, at.Turns));
    }

    private static void ThreeKernel(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> table, LinePass pass)
    {
        int index = Grid.GlobalIndex.X;
        if (!Butterfly.Exists(pass, index))
        {
            return;
        }

        Butterfly at = Butterfly.Of(pass, index);
        ComplexValue x0 = Load(source, pass, at.From);
        ComplexValue x1 = Load(source, pass, at.From + at.Far);
        ComplexValue x2 = Load(source, pass, at.From + (2 * at.Far));

        // Cosine and sine of a third of a turn.
        ComplexValue sum = x1 + x2;
        ComplexValue mean = x0 + (-0.5f * sum);
        ComplexValue turned = 0.866025404f * ComplexValue.QuarterBack(x1 - x2);
        Store(target, pass, at.To, x0 + sum);
        Store(target, pass, at.To + at.Near, (mean + turned) * Root(table, pass, at.Turns));
        Store(target, pass, at.To + (2 * at.Near), (mean - turned) * Root(table, pass, 2 * at.Turns));
    }

    private static void FourKernel(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> table, LinePass pass)
    {
        int index = Grid.GlobalIndex.X;
        if (!Butterfly.Exists(pass, index))
        {
            return;
        }

        Butterfly at = Butterfly.Of(pass, index);
        ComplexValue x0 = Load(source, pass, at.From);
        ComplexValue x1 = Load(source, pass, at.From + at.Far);
        ComplexValue x2 = Load(source, pass, at.From + (2 * at.Far));
        ComplexValue x3 = Load(source, pass, at.From + (3 * at.Far));
        ComplexValue even = x0 + x2;
        ComplexValue evenGap = x0 - x2;
        ComplexValue odd = x1 + x3;
        ComplexValue oddGap = ComplexValue.QuarterBack(x1 - x3);
        Store(target, pass, at.To, even + odd);
        Store(target, pass, at.To + at.Near, (evenGap + oddGap) * Root(table, pass, at.Turns));
        Store(target, pass, at.To + (2 * at.Near), (even - odd) * Root(table, pass, 2 * at.Turns));
        Store(target, pass, at.To + (3 * at.Near), (evenGap - oddGap) * Root(table, pass, 3 * at.Turns));
    }

    private static void FiveKernel(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> table, LinePass pass)
    {
        int index = Grid.GlobalIndex.X;
        if (!Butterfly.Exists(pass, index))
        {
            return;
        }

        Butterfly at = Butterfly.Of(pass, index);
        ComplexValue x0 = Load(source, pass, at.From);
        ComplexValue x1 = Load(source, pass, at.From + at.Far);
        ComplexValue x2 = Load(source, pass, at.From + (2 * at.Far));
        ComplexValue x3 = Load(source, pass, at.From + (3 * at.Far));
        ComplexValue x4 = Load(source, pass, at.From + (4 * at.Far));
        ComplexValue a = x1 + x4;
        ComplexValue b = x2 + x3;
        ComplexValue aGap = ComplexValue.QuarterBack(x1 - x4);
        ComplexValue bGap = ComplexValue.QuarterBack(x2 - x3);

        // Cosines and sines of a fifth of a turn and of two.
        ComplexValue mean1 = x0 + (0.309016994f * a) + (-0.809016994f * b);
        ComplexValue mean2 = x0 + (-0.809016994f * a) + (0.309016994f * b);
        ComplexValue turned1 = (0.951056516f * aGap) + (0.587785252f * bGap);
        ComplexValue turned2 = (0.587785252f * aGap) - (0.951056516f * bGap);
        Store(target, pass, at.To, x0 + a + b);
        Store(target, pass, at.To + at.Near, (mean1 + turned1) * Root(table, pass, at.Turns));
        Store(target, pass, at.To + (2 * at.Near), (mean2 + turned2) * Root(table, pass, 2 * at.Turns));
        Store(target, pass, at.To + (3 * at.Near), (mean2 - turned2) * Root(table, pass, 3 * at.Turns));
        Store(target, pass, at.To + (4 * at.Near), (mean1 - turned1) * Root(table, pass, 4 * at.Turns));
    }

    // One thread for each value: y[q + s·(r·p + k)] = ω_N^(p·k·s) · Σ_j x[q + s·(p + m·j)]·ω_r^(j·k).
    private static void PrimeKernel(
        ArrayView<float> source, ArrayView<float> target, ArrayView<float> table, LinePass pass)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= pass.Lines * pass.Length)
        {
            return;
        }

        // As if the factor were 1: a thread's element is the one that it writes.
        Butterfly own = Butterfly.Of(pass with { Factor = 1 }, index);
        int rest = own.Turns / pass.Side;
        int p = rest / pass.Factor;
        int k = rest - (p * pass.Factor);
        int far = pass.Length / pass.Factor;
        int from = own.From - ((own.Turns - (p * pass.Side)) * pass.Step);
        ComplexValue sum = Load(source, pass, from);
        int turn = 0;
        for (int j = 1; j < pass.Factor; j++)
        {
            turn += k;
            turn -= turn >= pass.Factor ? pass.Factor : 0;
            sum += Load(source, pass, from + (j * far * pass.Step)) * Root(table, pass, turn * far);
        }

        Store(target, pass, own.From, sum * Root(table, pass, p * k * pass.Side));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexValue Load(ArrayView<float> values, LinePass pass, int at) =>
        new(values[at + pass.Real], values[at + pass.Imaginary]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ArrayView<float> values, LinePass pass, int at, ComplexValue value)
    {
        values[at + pass.Real] = value.Real;
        values[at + pass.Imaginary] = value.Imaginary;
    }

    // exp(−2πi·turns/N).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexValue Root(ArrayView<float> table, LinePass pass, int turns) =>
        new(table[turns], table[pass.Length + turns]);
}
