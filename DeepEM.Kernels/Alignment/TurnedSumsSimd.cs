using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>Adds the crops of a block, turned back and weighted, to the sums of the classes of each lane.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class TurnedSumsSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Adds a block.</summary>
    /// <param name="block">Posteriors and coefficients of the crops.</param>
    /// <param name="shape">What is aligned.</param>
    public static void Add(AlignedBlock block, AlignmentShape shape)
    {
        nint vector = (nint)block.VectorLength * TSimd.Count;
        int* shifts = stackalloc int[2];
        for (int c = 0; c < shape.Classes; c++)
        {
            int waiting = 0;
            for (int s = 0; s < shape.Shifts; s++)
            {
                int pair = (s * shape.Classes) + c;
                TVector factor = TSimd.Load(block.StatisticsOf(pair));
                if (TSimd.Sum(factor) > 0)
                {
                    Fold(block.PosesOf(pair), block.Rotations, factor, block.QuartersOf(waiting), block.QuarterLength);
                    shifts[waiting] = s;
                    waiting++;
                }

                bool isLast = s == shape.Shifts - 1;
                if (waiting == 2 || (waiting == 1 && isLast))
                {
                    if (waiting == 1)
                    {
                        // A second set of nothing.
                        new Span<float>(block.QuartersOf(1), 4 * block.QuarterLength * TSimd.Count).Clear();
                        shifts[1] = shifts[0];
                    }

                    TurnBack(block, shape.Basis.Turns);
                    Accumulate(
                        block,
                        block.Coefficients + (shifts[0] * vector),
                        block.Coefficients + (shifts[1] * vector),
                        shape.Basis.FirstOfOrder,
                        block.Sums + (c * vector));
                    waiting = 0;
                }
            }
        }
    }

    // Sums and differences of the four rotations that share sines and cosines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold(float* poses, int rotations, TVector factor, float* target, int quarterLength)
    {
        nint quarter = (nint)quarterLength * TSimd.Count;
        for (int r = 0; r <= rotations / 4; r++)
        {
            TVector ahead = TSimd.Load(poses + ((nint)r * TSimd.Count));
            TVector back = TSimd.Load(poses + ((nint)((rotations - r) % rotations) * TSimd.Count));
            TVector opposite = TSimd.Load(poses + ((nint)((r + (rotations / 2)) % rotations) * TSimd.Count));
            TVector mirrored = TSimd.Load(poses + ((nint)((rotations / 2) - r) * TSimd.Count));
            TVector near = TSimd.Multiply(factor, TSimd.Add(ahead, back));
            TVector nearSine = TSimd.Multiply(factor, TSimd.Subtract(ahead, back));
            TVector far = TSimd.Multiply(factor, TSimd.Add(opposite, mirrored));
            TVector farSine = TSimd.Multiply(factor, TSimd.Subtract(opposite, mirrored));
            TSimd.Store(target, TSimd.Add(near, far));
            TSimd.Store(target + quarter, TSimd.Subtract(near, far));
            TSimd.Store(target + (2 * quarter), TSimd.Add(nearSine, farSine));
            TSimd.Store(target + (3 * quarter), TSimd.Subtract(nearSine, farSine));
            target += TSimd.Count;
        }
    }

    // Σ_α p·exp(i·m·α) for two pairs.
    private static void TurnBack(AlignedBlock block, RotationTables turns)
    {
        nint quarter = (nint)block.QuarterLength * TSimd.Count;
        nint even = (nint)block.EvenLength * TSimd.Count;
        nint imaginary = (nint)(block.EvenLength + block.OddLength) * TSimd.Count;
        int evenTiles = block.EvenLength / PolarTable.TileColumns;
        int oddTiles = block.OddLength / PolarTable.TileColumns;
        float* one = block.QuartersOf(0);
        float* other = block.QuartersOf(1);
        float* first = block.PhasesOf(0);
        float* second = block.PhasesOf(1);
        fixed (float* evenCosines = turns.EvenCosinesBack, oddCosines = turns.OddCosinesBack)
        fixed (float* evenSines = turns.EvenSinesBack, oddSines = turns.OddSinesBack)
        {
            LaneProduct<TSimd, TVector>.Multiply(
                one, other, evenCosines, turns.Quarter, evenTiles, first, second);
            LaneProduct<TSimd, TVector>.Multiply(
                one + quarter, other + quarter, oddCosines, turns.Quarter, oddTiles, first + even, second + even);
            one += 2 * quarter;
            other += 2 * quarter;
            first += imaginary;
            second += imaginary;
            LaneProduct<TSimd, TVector>.Multiply(
                one, other, evenSines, turns.Quarter, evenTiles, first, second);
            LaneProduct<TSimd, TVector>.Multiply(
                one + quarter, other + quarter, oddSines, turns.Quarter, oddTiles, first + even, second + even);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(
        AlignedBlock block, float* x0, float* x1, ReadOnlySpan<int> firstOfOrder, float* sums)
    {
        int orders = firstOfOrder.Length - 1;
        nint imaginary = (nint)firstOfOrder[orders] * TSimd.Count;
        nint imaginaryPhase = (nint)(block.EvenLength + block.OddLength) * TSimd.Count;
        nint nextPhase = 2 * imaginaryPhase;
        for (int m = 0; m < orders; m++)
        {
            float* phase = block.Phases + ((nint)((m / 2) + (m % 2 * block.EvenLength)) * TSimd.Count);
            TVector w0r = TSimd.Load(phase);
            TVector w0i = TSimd.Load(phase + imaginaryPhase);
            TVector w1r = TSimd.Load(phase + nextPhase);
            TVector w1i = TSimd.Load(phase + nextPhase + imaginaryPhase);
            TVector w0n = TSimd.Subtract(TSimd.Zero, w0i);
            TVector w1n = TSimd.Subtract(TSimd.Zero, w1i);
            int count = firstOfOrder[m + 1] - firstOfOrder[m];
            for (int k = 0; k < count; k++)
            {
                TVector x0r = TSimd.Load(x0);
                TVector x0i = TSimd.Load(x0 + imaginary);
                TVector x1r = TSimd.Load(x1);
                TVector x1i = TSimd.Load(x1 + imaginary);
                TVector real = TSimd.FusedMultiplyAdd(w0r, x0r, TSimd.Load(sums));
                TVector imag = TSimd.FusedMultiplyAdd(w0r, x0i, TSimd.Load(sums + imaginary));
                real = TSimd.FusedMultiplyAdd(w0n, x0i, real);
                imag = TSimd.FusedMultiplyAdd(w0i, x0r, imag);
                real = TSimd.FusedMultiplyAdd(w1r, x1r, real);
                imag = TSimd.FusedMultiplyAdd(w1r, x1i, imag);
                real = TSimd.FusedMultiplyAdd(w1n, x1i, real);
                imag = TSimd.FusedMultiplyAdd(w1i, x1r, imag);
                TSimd.Store(sums, real);
                TSimd.Store(sums + imaginary, imag);
                x0 += TSimd.Count;
                x1 += TSimd.Count;
                sums += TSimd.Count;
            }
        }
    }
}
