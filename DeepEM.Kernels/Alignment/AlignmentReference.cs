using System.Numerics;

namespace DeepEM.Kernels.Alignment;

/// <summary>The alignment of crops to references in double precision, from the definition.</summary>
/// <remarks>
/// For crop n, shift s, class c and rotation α = 2π·r/R, with the coefficients x of the crop and A of the reference,
/// <code>
/// l = bias[n,c] + shiftPrior[s] + β·2·Re Σ_m γ[m]·exp(i·m·α)·Σ_k A[c,m](k)*·x[n,s,m](k),   γ[0] = 1, else γ[m] = 2
/// log Z[n] = log( 1/R·Σ exp(l) ),   p = exp(l) / Σ exp(l)
/// sums[c,m](k) = Σ_n Σ_s Σ_α p·exp(i·m·α)·x[n,s,m](k) over the s with Σ_α p > 1e-4
/// </code>
/// <para>
/// The likelihood of noise that is white on every ring, less that of noise alone, where bias holds the logarithm of the
/// class's prior less β·Σ w|A|².
/// </para>
/// </remarks>
public static class AlignmentReference
{
    /// <summary>Aligns crops to references.</summary>
    /// <param name="coefficients">[Crops][Shifts][2L].</param>
    /// <param name="references">[Classes][2L].</param>
    /// <param name="biases">[Crops][Classes].</param>
    /// <param name="shiftPriors">[Shifts].</param>
    /// <param name="shape">What is aligned to what.</param>
    /// <returns>Summaries [Crops][6], memberships [Crops][Classes] and sums [Classes][2L].</returns>
    public static (double[] Summaries, double[] Memberships, double[] Sums) Align(
        double[] coefficients, double[] references, double[] biases, double[] shiftPriors, AlignmentShape shape)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(biases);
        ArgumentNullException.ThrowIfNull(shiftPriors);
        ArgumentNullException.ThrowIfNull(shape);
        PolarBasis basis = shape.Basis;
        double[] summaries = new double[shape.SummariesLength];
        double[] memberships = new double[shape.MembershipsLength];
        double[] sums = new double[shape.ReferencesLength];
        double[] posteriors = new double[shape.Shifts * shape.Classes * basis.Rotations];
        for (int n = 0; n < shape.Crops; n++)
        {
            int best = 0;
            for (int pose = 0; pose < posteriors.Length; pose++)
            {
                (int s, int c, int r) = PoseOf(pose, shape);
                posteriors[pose] = biases[(n * shape.Classes) + c] + shiftPriors[s]
                    + Evidence(Coefficients(coefficients, (n * shape.Shifts) + s), Coefficients(references, c), r);
                best = posteriors[pose] > posteriors[best] ? pose : best;
            }

            double largest = posteriors[best];
            double total = posteriors.Sum(l => Math.Exp(l - largest));
            posteriors = [.. posteriors.Select(l => Math.Exp(l - largest) / total)];
            double[] weights = [.. posteriors.Chunk(basis.Rotations).Select(pair => pair.Sum())];
            (int bestShift, int bestClass, int bestRotation) = PoseOf(best, shape);
            double[] summary =
            [
                largest + Math.Log(total / basis.Rotations), posteriors[best], bestClass, bestShift, bestRotation,
                1 / posteriors.Sum(p => p * p),
            ];
            summary.CopyTo(summaries, n * AlignmentShape.SummaryLength);
            for (int pose = 0; pose < posteriors.Length; pose++)
            {
                (int s, int c, int r) = PoseOf(pose, shape);
                memberships[(n * shape.Classes) + c] += posteriors[pose];
                if (weights[pose / basis.Rotations] > AlignmentShape.LeastWeight)
                {
                    Add(Coefficients(coefficients, (n * shape.Shifts) + s), posteriors[pose], r, Coefficients(sums, c));
                }
            }
        }

        return (summaries, memberships, sums);

        Span<double> Coefficients(double[] vectors, int index) =>
            vectors.AsSpan(index * 2 * basis.Length, 2 * basis.Length);

        double Evidence(ReadOnlySpan<double> x, ReadOnlySpan<double> reference, int rotation)
        {
            double sum = 0;
            for (int l = 0; l < basis.Length; l++)
            {
                Complex product = Complex.Conjugate(Value(reference, l)) * Value(x, l) * Phase(l, rotation);
                sum += (basis.OrderOf[l] == 0 ? 1 : 2) * product.Real;
            }

            return shape.Beta * 2 * sum;
        }

        void Add(ReadOnlySpan<double> x, double weight, int rotation, Span<double> sum)
        {
            for (int l = 0; l < basis.Length; l++)
            {
                Complex term = weight * Phase(l, rotation) * Value(x, l);
                sum[l] += term.Real;
                sum[basis.Length + l] += term.Imaginary;
            }
        }

        Complex Value(ReadOnlySpan<double> vector, int l) => new(vector[l], vector[basis.Length + l]);

        Complex Phase(int l, int rotation) =>
            Complex.FromPolarCoordinates(1, 2 * Math.PI * basis.OrderOf[l] * rotation / basis.Rotations);
    }

    // Poses in the order shift, class, rotation: of equal ones the first is the best.
    private static (int Shift, int Class, int Rotation) PoseOf(int pose, AlignmentShape shape) => (
        pose / shape.Basis.Rotations / shape.Classes,
        pose / shape.Basis.Rotations % shape.Classes,
        pose % shape.Basis.Rotations);
}
