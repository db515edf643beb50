using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Alignment;

/// <summary>The evidence for all poses on an accelerator, and what is found for each crop.</summary>
/// <remarks>Equations in <see cref="AlignmentReference"/>. Launches are queued; the backend has checked every extent.
/// </remarks>
internal sealed class EvidenceKernels
{
    // Takes the place of −∞, from which nothing can be subtracted.
    private const float Lowest = -1e30f;

    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, AlignmentExtents>> _multiply;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, AlignmentExtents>> _turn;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        AlignmentExtents>> _exponentiate;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        AlignmentExtents>> _summarise;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public EvidenceKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _multiply = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, AlignmentExtents>(MultiplyKernel));
        _turn = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, AlignmentExtents>(TurnKernel));
        _exponentiate = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, AlignmentExtents>(
            ExponentiateKernel));
        _summarise = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            AlignmentExtents>(SummariseKernel));
    }

    /// <summary>Queues the evidence of some crops.</summary>
    /// <remarks>
    /// Afterwards the poses are exp(evidence − largest of the pair), and the first two statistics of a pair are the
    /// factor that makes posteriors of them, 0 where the pair's is too small to count in a sum, and the posterior of
    /// the pair.
    /// </remarks>
    public void Weigh(
        AcceleratorStream stream,
        ArrayView<float> coefficients,
        ArrayView<float> references,
        ArrayView<float> biases,
        ArrayView<float> shiftPriors,
        ArrayView<float> summaries,
        ArrayView<float> memberships,
        ArrayView<float> roots,
        AlignmentScratch memory,
        AlignmentExtents extents)
    {
        KernelConfig products = Launch.For(_accelerator, (long)extents.Pairs * extents.Orders);
        _multiply.Value(stream, products, coefficients, references, roots, memory.Products, extents);
        KernelConfig poses = Launch.For(_accelerator, (long)extents.Pairs * extents.Rotations);
        _turn.Value(stream, poses, memory.Products, biases, shiftPriors, roots, memory.Poses, extents);
        KernelConfig pairs = Launch.For(_accelerator, extents.Pairs);
        _exponentiate.Value(stream, pairs, memory.Poses, memory.Statistics, extents);
        KernelConfig crops = Launch.For(_accelerator, extents.Crops);
        _summarise.Value(stream, crops, memory.Statistics, summaries, memberships, extents);
    }

    // products[n, s, c, m] = 2β·γ[m]·Σ_k conj(A)·x
    private static void MultiplyKernel(
        ArrayView<float> coefficients,
        ArrayView<float> references,
        ArrayView<float> roots,
        ArrayView<float> products,
        AlignmentExtents extents)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= extents.Pairs * extents.Orders)
        {
            return;
        }

        int m = index % extents.Orders;
        int pair = index / extents.Orders;
        int c = pair % extents.Classes;
        int firstOfOrder = (2 * extents.Rotations) + m;
        int first = (int)roots[firstOfOrder];
        int end = (int)roots[firstOfOrder + 1];
        int x = pair / extents.Classes * 2 * extents.Length;
        int a = c * 2 * extents.Length;
        float real = 0;
        float imaginary = 0;
        for (int l = first; l < end; l++)
        {
            float xr = coefficients[x + l];
            float xi = coefficients[x + extents.Length + l];
            float ar = references[a + l];
            float ai = references[a + extents.Length + l];
            real += (ar * xr) + (ai * xi);
            imaginary += (ar * xi) - (ai * xr);
        }

        float scale = extents.Beta * (m == 0 ? 2 : 4);
        int target = (pair * 2 * extents.Orders) + m;
        products[target] = scale * real;
        products[target + extents.Orders] = scale * imaginary;
    }

    // evidence[n, s, c, r] = bias + prior + Re Σ_m exp(i·m·α)·products[m]
    private static void TurnKernel(
        ArrayView<float> products,
        ArrayView<float> biases,
        ArrayView<float> shiftPriors,
        ArrayView<float> roots,
        ArrayView<float> poses,
        AlignmentExtents extents)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= extents.Pairs * extents.Rotations)
        {
            return;
        }

        int r = index % extents.Rotations;
        int pair = index / extents.Rotations;
        int c = pair % extents.Classes;
        int s = pair / extents.Classes % extents.Shifts;
        int n = pair / extents.Classes / extents.Shifts;
        int product = pair * 2 * extents.Orders;
        int turn = 0;
        float sum = 0;
        for (int m = 0; m < extents.Orders; m++)
        {
            sum += (products[product + m] * roots[turn])
                - (products[product + extents.Orders + m] * roots[extents.Rotations + turn]);
            turn = (turn + r) % extents.Rotations;
        }

        poses[index] = biases[(n * extents.Classes) + c] + shiftPriors[s] + sum;
    }

    // Of each pair the largest evidence, the sum of exp(evidence − largest), that of the squares, the best rotation.
    private static void ExponentiateKernel(
        ArrayView<float> poses, ArrayView<float> statistics, AlignmentExtents extents)
    {
        int pair = Grid.GlobalIndex.X;
        if (pair >= extents.Pairs)
        {
            return;
        }

        int first = pair * extents.Rotations;
        float largest = Lowest;
        int best = 0;
        for (int r = 0; r < extents.Rotations; r++)
        {
            float evidence = poses[first + r];
            if (evidence > largest)
            {
                largest = evidence;
                best = r;
            }
        }

        float sum = 0;
        float squares = 0;
        for (int r = 0; r < extents.Rotations; r++)
        {
            float value = MathF.Exp(poses[first + r] - largest);
            poses[first + r] = value;
            sum += value;
            squares += value * value;
        }

        int target = pair * AlignmentScratch.PairValues;
        statistics[target] = largest;
        statistics[target + 1] = sum;
        statistics[target + 2] = squares;
        statistics[target + 3] = best;
    }

    private static void SummariseKernel(
        ArrayView<float> statistics, ArrayView<float> summaries, ArrayView<float> memberships, AlignmentExtents extents)
    {
        int n = Grid.GlobalIndex.X;
        if (n >= extents.Crops)
        {
            return;
        }

        int pairs = extents.Shifts * extents.Classes;
        int first = n * pairs * AlignmentScratch.PairValues;
        int best = 0;
        float largest = statistics[first];
        for (int pair = 1; pair < pairs; pair++)
        {
            float evidence = statistics[first + (pair * AlignmentScratch.PairValues)];
            if (evidence > largest)
            {
                largest = evidence;
                best = pair;
            }
        }

        float rotation = statistics[first + (best * AlignmentScratch.PairValues) + 3];
        float sum = 0;
        float squares = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            int place = first + (pair * AlignmentScratch.PairValues);
            float factor = MathF.Exp(statistics[place] - largest);
            statistics[place] = factor;
            statistics[place + 1] *= factor;
            sum += statistics[place + 1];
            squares += factor * factor * statistics[place + 2];
        }

        for (int c = 0; c < extents.Classes; c++)
        {
            float membership = 0;
            for (int s = 0; s < extents.Shifts; s++)
            {
                int place = first + (((s * extents.Classes) + c) * AlignmentScratch.PairValues);
                float posterior = statistics[place + 1] / sum;
                membership += posterior;
                statistics[place] = posterior > AlignmentShape.LeastWeight ? statistics[place] / sum : 0;
                statistics[place + 1] = posterior;
            }

            memberships[(n * extents.Classes) + c] = membership;
        }

        int summary = n * AlignmentShape.SummaryLength;
        summaries[summary] = largest + MathF.Log(sum / extents.Rotations);
        summaries[summary + 1] = 1 / sum;
        summaries[summary + 2] = best % extents.Classes;
        summaries[summary + 3] = best / extents.Classes;
        summaries[summary + 4] = rotation;
        summaries[summary + 5] = sum * sum / squares;
    }
}
