using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Comparisons that a NaN cannot pass.</summary>
internal static class Agreement
{
    /// <summary>Sums of at most a few thousand products in float: n·ε/2 on terms that mostly cancel.</summary>
    public const double OfSums = 2e-6;

    /// <summary>
    /// Functions with exp or log: ILGPU emits ex2.approx and lg2.approx on CUDA, 2 units in the last place each.
    /// </summary>
    public const double OfFunctions = 2e-6;

    /// <summary>Every value within <paramref name="tolerance"/> times the largest expected one (at least 1).</summary>
    public static void Require(float[] actual, double[] expected, double tolerance)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        double allowed = tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (int index = 0; index < expected.Length; index++)
        {
            double error = Math.Abs(actual[index] - expected[index]);
            if (!(error <= allowed))
            {
                Assert.Fail($"[{index}] is {actual[index]:R}, expected {expected[index]:R} ± {allowed:G3}.");
            }
        }
    }

    /// <summary>⟨a, b⟩ = ⟨c, d⟩ up to the rounding of a and c, which were computed in float.</summary>
    public static void RequireAdjoint(float[] a, double[] b, float[] c, double[] d)
    {
        double left = Numbers.Dot(Numbers.Doubles(a), b);
        double right = Numbers.Dot(Numbers.Doubles(c), d);
        double allowed = 1e-5 * Numbers.Norm(Numbers.Doubles(a)) * Numbers.Norm(b);
        Assert.That(Math.Abs(left - right) <= allowed, Is.True, $"{left:R} against {right:R} ± {allowed:G3}.");
    }

    /// <summary>The very same bits.</summary>
    public static void RequireSameBits(float[] first, float[] second) =>
        Assert.That(
            Array.ConvertAll(second, BitConverter.SingleToInt32Bits),
            Is.EqualTo(Array.ConvertAll(first, BitConverter.SingleToInt32Bits)));
}
