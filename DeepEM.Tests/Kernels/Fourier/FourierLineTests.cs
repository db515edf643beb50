using System.Numerics;
using System.Runtime.Intrinsics;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Simd;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

/// <summary>Lines in the lanes of vectors, against the definition.</summary>
[TestFixture(SimdWidth.Bits512)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Any)]
public sealed class FourierLineTests(SimdWidth width)
{
    // Rounding of a few passes, relative to the largest value of a line.
    private const double Tolerance = 2e-6;

    // Every factor alone, twice and with each other; the last is as long as lines are for filters.
    private static readonly int[] _lengths = [2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25, 27, 30, 32, 60, 150];

    private int Lanes => width switch
    {
        SimdWidth.Bits512 => Vector512<float>.Count,
        SimdWidth.Bits256 => Vector256<float>.Count,
        _ => Vector<float>.Count,
    };

    [OneTimeSetUp]
    public void SkipWithoutVectors()
    {
        if (!SimdBackend.IsSupported(width))
        {
            Assert.Ignore($"This machine has no vectors of {width}: a processor with them is needed.");
        }
    }

    [Test]
    public void Every_lane_has_the_transform_of_its_own_line(
        [ValueSource(nameof(_lengths))] int length, [Values] bool inverse)
    {
        int lanes = Lanes;
        float[] source = Numbers.Floats(Numbers.Draw(length, 2 * lanes * length));
        float[] target = Transform(source, 1, length, inverse);
        for (int lane = 0; lane < lanes; lane++)
        {
            (double[] real, double[] imaginary) = FourierReference.Line(
                Part(source, length, lane), Part(source, length, lanes + lane), inverse);
            double allowed = Tolerance * real.Concat(imaginary).Max(Math.Abs);
            Assert.That(Part(target, length, lane), Is.EqualTo(real).Within(allowed), $"lane {lane}");
            Assert.That(Part(target, length, lanes + lane), Is.EqualTo(imaginary).Within(allowed), $"lane {lane}");
        }
    }

    [TestCase(2)]
    [TestCase(60)]
    public void A_column_of_a_plane_is_transformed_in_its_place(int length)
    {
        const int columns = 3;
        int complex = 2 * Lanes;
        float[] line = Numbers.Floats(Numbers.Draw(1, complex * length));
        float[] plane = new float[columns * line.Length];
        for (int row = 0; row < length; row++)
        {
            line.AsSpan(row * complex, complex).CopyTo(plane.AsSpan(row * columns * complex));
        }

        float[] transformed = Transform(plane, columns, length, inverse: false);
        float[] expected = Transform(line, 1, length, inverse: false);
        for (int row = 0; row < length; row++)
        {
            Span<float> values = transformed.AsSpan(row * columns * complex, columns * complex);
            Assert.That(values[..complex].ToArray(), Is.EqualTo(expected[(row * complex)..((row + 1) * complex)]));
            Assert.That(values[complex..].ToArray(), Is.All.Zero, "the other columns");
        }
    }

    // In place; a value of the line follows after so many.
    private float[] Transform(float[] values, int stride, int length, bool inverse) => width switch
    {
        SimdWidth.Bits512 => Transform<Simd512, Vector512<float>>(values, stride, length, inverse),
        SimdWidth.Bits256 => Transform<Simd256, Vector256<float>>(values, stride, length, inverse),
        _ => Transform<SimdAny, Vector<float>>(values, stride, length, inverse),
    };

    private static unsafe float[] Transform<TSimd, TVector>(float[] values, int stride, int length, bool inverse)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float[] result = [.. values];
        float[] buffer = new float[2 * length * 2 * TSimd.Count];
        nint step = (nint)stride * 2 * TSimd.Count;
        FourierPlan plan = new(length);
        fixed (float* line = result, work = buffer)
        {
            FourierLine<TSimd, TVector>.Transform(plan, line, step, line, step, work, inverse);
        }

        return result;
    }

    // Every value of a line has the real parts of all lanes, followed by the imaginary ones.
    private double[] Part(float[] values, int length, int at) =>
        [.. Enumerable.Range(0, length).Select(n => (double)values[(n * 2 * Lanes) + at])];
}
