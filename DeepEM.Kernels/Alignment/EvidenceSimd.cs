using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Alignment;

/// <summary>The evidence for all poses of a block of crops, one crop in each lane.</summary>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class EvidenceSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // All poses of a pair that is so much below the best add less than 1e-9 of it.
    private const float Negligible = 25;

    // Takes the place of −∞, from which nothing can be subtracted.
    private const float Lowest = -1e30f;

    // exp(−87) is 1.6e-38.
    private const float LeastExponent = -87;

    /// <summary>Values of the table of references: a, b and −b of a + ib for each coefficient.</summary>
    public const int ReferenceParts = 3;

    /// <summary>References times what evidence takes them by, 2β·γ[m], in the order in which they are read.</summary>
    /// <param name="references">[Classes][2L].</param>
    /// <param name="table">Receives [Classes][L][3].</param>
    /// <param name="shape">What is aligned.</param>
    public static void Arrange(float* references, float* table, AlignmentShape shape)
    {
        int length = shape.Basis.Length;
        ReadOnlySpan<int> orders = shape.Basis.OrderOf;
        for (int c = 0; c < shape.Classes; c++)
        {
            for (int l = 0; l < length; l++)
            {
                float scale = shape.Beta * (orders[l] == 0 ? 2 : 4);
                table[0] = scale * references[l];
                table[1] = scale * references[length + l];
                table[2] = -table[1];
                table += ReferenceParts;
            }

            references += 2 * length;
        }
    }

    /// <summary>Weighs all pairs; afterwards the block holds exponentials and statistics of each.</summary>
    /// <param name="block">Coefficients and biases of the crops.</param>
    /// <param name="table">The references, arranged.</param>
    /// <param name="shiftPriors">[Shifts].</param>
    /// <param name="shape">What is aligned.</param>
    public static void Weigh(AlignedBlock block, float* table, float* shiftPriors, AlignmentShape shape)
    {
        nint reference = (nint)shape.Basis.Length * ReferenceParts;
        nint vector = (nint)block.VectorLength * TSimd.Count;
        TVector best = TSimd.Broadcast(float.NegativeInfinity);
        int* pairs = stackalloc int[AlignedBlock.PairsTogether];
        for (int s = 0; s < shape.Shifts; s += 2)
        {
            int nextShift = Math.Min(s + 1, shape.Shifts - 1);
            for (int c = 0; c < shape.Classes; c += 2)
            {
                int nextClass = Math.Min(c + 1, shape.Classes - 1);
                Multiply(
                    block.Coefficients + (s * vector),
                    block.Coefficients + (nextShift * vector),
                    table + (c * reference),
                    table + (nextClass * reference),
                    shape.Basis.FirstOfOrder,
                    block.Products);

                // At an odd end the same pair twice: once more the same values in the same place.
                pairs[0] = (s * shape.Classes) + c;
                pairs[1] = (s * shape.Classes) + nextClass;
                pairs[2] = (nextShift * shape.Classes) + c;
                pairs[3] = (nextShift * shape.Classes) + nextClass;
                for (int two = 0; two < (nextShift > s ? AlignedBlock.PairsTogether : 2); two += 2)
                {
                    Turn(block, two, shape.Basis.Turns);
                    for (int one = two; one < (nextClass > c ? two + 2 : two + 1); one++)
                    {
                        TVector bias = TSimd.Add(
                            TSimd.Load(block.Biases + ((nint)(pairs[one] % shape.Classes) * TSimd.Count)),
                            TSimd.Broadcast(shiftPriors[pairs[one] / shape.Classes]));
                        best = Exponentiate(block, one - two, pairs[one], bias, shape.Basis.Turns, best);
                    }
                }
            }
        }
    }

    // Σ_k conj(A)·x for two shifts and two classes at a time, even orders apart from odd ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        float* x0, float* x1, float* a0, float* a1, ReadOnlySpan<int> firstOfOrder, float* products)
    {
        int orders = firstOfOrder.Length - 1;
        int even = (orders + 1) / 2;
        nint imaginary = (nint)firstOfOrder[orders] * TSimd.Count;
        nint pair = (nint)2 * orders * TSimd.Count;
        for (int m = 0; m < orders; m++)
        {
            TVector r00 = TSimd.Zero, r01 = r00, r10 = r00, r11 = r00;
            TVector i00 = r00, i01 = r00, i10 = r00, i11 = r00;
            int count = firstOfOrder[m + 1] - firstOfOrder[m];
            for (int k = 0; k < count; k++)
            {
                TVector x0r = TSimd.Load(x0);
                TVector x0i = TSimd.Load(x0 + imaginary);
                TVector x1r = TSimd.Load(x1);
                TVector x1i = TSimd.Load(x1 + imaginary);
                TVector w = TSimd.Broadcast(a0[0]);
                r00 = TSimd.FusedMultiplyAdd(w, x0r, r00);
                i00 = TSimd.FusedMultiplyAdd(w, x0i, i00);
                r10 = TSimd.FusedMultiplyAdd(w, x1r, r10);
                i10 = TSimd.FusedMultiplyAdd(w, x1i, i10);
                w = TSimd.Broadcast(a1[0]);
                r01 = TSimd.FusedMultiplyAdd(w, x0r, r01);
                i01 = TSimd.FusedMultiplyAdd(w, x0i, i01);
                r11 = TSimd.FusedMultiplyAdd(w, x1r, r11);
                i11 = TSimd.FusedMultiplyAdd(w, x1i, i11);
                w = TSimd.Broadcast(a0[1]);
                r00 = TSimd.FusedMultiplyAdd(w, x0i, r00);
                r10 = TSimd.FusedMultiplyAdd(w, x1i, r10);
                w = TSimd.Broadcast(a1[1]);
                r01 = TSimd.FusedMultiplyAdd(w, x0i, r01);
                r11 = TSimd.FusedMultiplyAdd(w, x1i, r11);
                w = TSimd.Broadcast(a0[2]);
                i00 = TSimd.FusedMultiplyAdd(w, x0r, i00);
                i10 = TSimd.FusedMultiplyAdd(w, x1r, i10);
                w = TSimd.Broadcast(a1[2]);
                i01 = TSimd.FusedMultiplyAdd(w, x0r, i01);
                i11 = TSimd.FusedMultiplyAdd(w, x1r, i11);
                x0 += TSimd.Count;
                x1 += TSimd.Count;
                a0 += ReferenceParts;
                a1 += ReferenceParts;
            }

            float* real = products + ((nint)((m / 2) + (m % 2 * even)) * TSimd.Count);
            float* imag = real + ((nint)orders * TSimd.Count);
            TSimd.Store(real, r00);
            TSimd.Store(imag, i00);
            TSimd.Store(real + pair, r01);
            TSimd.Store(imag + pair, i01);
            TSimd.Store(real + (2 * pair), r10);
            TSimd.Store(imag + (2 * pair), i10);
            TSimd.Store(real + (3 * pair), r11);
            TSimd.Store(imag + (3 * pair), i11);
        }
    }

    // From orders to the rotations of a quarter, for two pairs.
    private static void Turn(AlignedBlock block, int two, RotationTables turns)
    {
        nint pair = (nint)block.ProductLength * TSimd.Count;
        nint even = (nint)turns.EvenOrders * TSimd.Count;
        nint imaginary = pair / 2;
        nint quarter = (nint)block.QuarterLength * TSimd.Count;
        float* from = block.Products + (two * pair);
        float* one = block.QuartersOf(0);
        float* other = block.QuartersOf(1);
        int tiles = block.QuarterLength / PolarTable.TileColumns;
        fixed (float* evenCosines = turns.EvenCosines, oddCosines = turns.OddCosines)
        fixed (float* evenSines = turns.EvenSines, oddSines = turns.OddSines)
        {
            LaneProduct<TSimd, TVector>.Multiply(from, from + pair, evenCosines, turns.EvenOrders, tiles, one, other);
            LaneProduct<TSimd, TVector>.Multiply(
                from + even, from + pair + even, oddCosines, turns.OddOrders, tiles, one + quarter, other + quarter);
            from += imaginary;
            one += 2 * quarter;
            other += 2 * quarter;
            LaneProduct<TSimd, TVector>.Multiply(from, from + pair, evenSines, turns.EvenOrders, tiles, one, other);
            LaneProduct<TSimd, TVector>.Multiply(
                from + even, from + pair + even, oddSines, turns.OddOrders, tiles, one + quarter, other + quarter);
        }
    }

    // From the quarter to all rotations, and to their exponentials where these are not negligible.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Exponentiate(
        AlignedBlock block, int set, int pair, TVector bias, RotationTables turns, TVector best)
    {
        float* poses = block.PosesOf(pair);
        float* statistics = block.StatisticsOf(pair);
        TVector largest = Unfold(block.QuartersOf(set), block.QuarterLength, poses, block.Rotations, turns, bias);
        TSimd.Store(statistics, largest);
        TVector sum = TSimd.Zero;
        TVector squares = TSimd.Zero;
        TVector notable = TSimd.GreaterThan(largest, TSimd.Subtract(best, TSimd.Broadcast(Negligible)));
        if (TSimd.Sum(TSimd.Select(notable, TSimd.Broadcast(1), TSimd.Zero)) > 0)
        {
            TVector least = TSimd.Broadcast(LeastExponent);
            for (int r = 0; r < block.Rotations; r++)
            {
                TVector exponent = TSimd.Max(least, TSimd.Subtract(TSimd.Load(poses), largest));
                TVector value = SimdMath<TSimd, TVector>.Exp(exponent);
                TSimd.Store(poses, value);
                sum = TSimd.Add(sum, value);
                squares = TSimd.FusedMultiplyAdd(value, value, squares);
                poses += TSimd.Count;
            }

            best = TSimd.Max(best, largest);
        }

        TSimd.Store(statistics + TSimd.Count, sum);
        TSimd.Store(statistics + (2 * TSimd.Count), squares);
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Unfold(
        float* quarters, int quarterLength, float* poses, int rotations, RotationTables turns, TVector bias)
    {
        nint quarter = (nint)quarterLength * TSimd.Count;
        TVector largest = TSimd.Broadcast(Lowest);
        for (int r = 0; r < turns.Quarter; r++)
        {
            TVector even = TSimd.Add(bias, TSimd.Load(quarters));
            TVector odd = TSimd.Load(quarters + quarter);
            TVector evenSine = TSimd.Load(quarters + (2 * quarter));
            TVector oddSine = TSimd.Load(quarters + (3 * quarter));
            TVector near = TSimd.Add(even, odd);
            TVector far = TSimd.Subtract(even, odd);
            TVector nearSine = TSimd.Add(evenSine, oddSine);
            TVector farSine = TSimd.Subtract(evenSine, oddSine);
            TVector ahead = TSimd.Subtract(near, nearSine);
            TVector back = TSimd.Add(near, nearSine);
            TVector opposite = TSimd.Subtract(far, farSine);
            TVector mirrored = TSimd.Add(far, farSine);
            TSimd.Store(poses + ((nint)r * TSimd.Count), ahead);
            TSimd.Store(poses + ((nint)((rotations - r) % rotations) * TSimd.Count), back);
            TSimd.Store(poses + ((nint)((r + (rotations / 2)) % rotations) * TSimd.Count), opposite);
            TSimd.Store(poses + ((nint)((rotations / 2) - r) * TSimd.Count), mirrored);
            largest = TSimd.Max(largest, TSimd.Max(TSimd.Max(ahead, back), TSimd.Max(opposite, mirrored)));
            quarters += TSimd.Count;
        }

        return largest;
    }
}
