using DeepEM.Kernels.Fourier;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

/// <summary>Lines in double precision against the definition, for every kind of factor.</summary>
public sealed class DoubleLinesTests
{
    private const int Lanes = DoubleLines.Lanes;

    // Values are of order 1, sums of order 10, and each takes a dozen roundings.
    private const double Tolerance = 1e-12;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(8)]
    [TestCase(7)]
    [TestCase(22)]
    [TestCase(49)]
    [TestCase(60)]
    [TestCase(75)]
    [TestCase(127)]
    [TestCase(128)]
    public void Forward_matches_reference_in_every_lane(int length)
    {
        DoubleLines lines = new(length);
        double[] real = Numbers.Draw(1, length * Lanes);
        double[] imaginary = Numbers.Draw(2, length * Lanes);
        real.CopyTo(lines.Real, 0);
        imaginary.CopyTo(lines.Imaginary, 0);

        lines.Forward();

        for (int lane = 0; lane < Lanes; lane++)
        {
            (double[] expectedReal, double[] expectedImaginary) =
                FourierReference.Line(LineOf(real, lane), LineOf(imaginary, lane), inverse: false);
            Assert.That(LineOf(lines.Real, lane), Is.EqualTo(expectedReal).Within(Tolerance));
            Assert.That(LineOf(lines.Imaginary, lane), Is.EqualTo(expectedImaginary).Within(Tolerance));
        }
    }

    [TestCase(30)]
    [TestCase(254)]
    public void Inverse_undoes_Forward_but_for_the_length(int length)
    {
        DoubleLines lines = new(length);
        double[] real = Numbers.Draw(3, length * Lanes);
        real.CopyTo(lines.Real, 0);

        lines.Forward();
        lines.Inverse();

        Assert.That(lines.Real.Select(value => value / length), Is.EqualTo(real).Within(Tolerance));
        Assert.That(lines.Imaginary, Is.All.EqualTo(0).Within(Tolerance * length));
    }

    [Test]
    public void A_line_without_elements_is_refused() =>
        Assert.That(() => new DoubleLines(0), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static double[] LineOf(double[] values, int lane) =>
        [.. values.Where((_, i) => i % Lanes == lane)];
}
