using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;

namespace DeepEM.Tests.Kernels.Alignment;

/// <summary>What is aligned, as numbers.</summary>
internal sealed record AlignmentProblem(
    double[] Coefficients, double[] References, double[] Biases, double[] ShiftPriors)
{
    /// <summary>Random crops and references; evidence grows with the strength of the references.</summary>
    public static AlignmentProblem Draw(AlignmentShape shape, double strength)
    {
        int length = 2 * shape.Basis.Length;
        return new AlignmentProblem(
            Numbers.Draw(1, (long)shape.Crops * shape.Shifts * length),
            [.. Numbers.Draw(2, shape.Classes * length).Select(value => (double)(float)(strength * value))],
            Numbers.Draw(3, shape.Crops * shape.Classes),
            Numbers.Draw(4, shape.Shifts));
    }

    /// <summary>Aligns on a device, with outputs that hold NaN before.</summary>
    /// <param name="allocate">Allocates flat tensors of the device.</param>
    /// <param name="operations">Its operations.</param>
    /// <param name="shape">What is aligned to what.</param>
    public (float[] Summaries, float[] Memberships, float[] Sums) Align(
        Func<long, Tensor> allocate, IAlignmentOperations operations, AlignmentShape shape)
    {
        using Tensor coefficients = Of(Coefficients);
        using Tensor references = Of(References);
        using Tensor biases = Of(Biases);
        using Tensor priors = Of(ShiftPriors);
        using Tensor summaries = Of(NaNs(shape.Crops * AlignmentShape.SummaryLength));
        using Tensor memberships = Of(NaNs(shape.Crops * shape.Classes));
        using Tensor sums = Of(NaNs(References.Length));
        operations.Align(coefficients, references, biases, priors, summaries, memberships, sums, shape);
        return (summaries.Read(), memberships.Read(), sums.Read());

        Tensor Of(double[] values)
        {
            Tensor tensor = allocate(values.Length);
            tensor.Upload(Numbers.Floats(values));
            return tensor;
        }

        static double[] NaNs(int count) => [.. Enumerable.Repeat(double.NaN, count)];
    }
}
