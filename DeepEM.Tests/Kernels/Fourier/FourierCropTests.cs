using DeepEM.Kernels.Fourier;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Fourier;

/// <summary>Smaller images against the definition: sums over all frequencies that are kept.</summary>
public sealed class FourierCropTests
{
    private const double Tolerance = 1e-12;

    [TestCase(2, 2)]
    [TestCase(8, 4)]
    [TestCase(10, 6)]
    [TestCase(14, 12)]
    [TestCase(22, 8)]
    [TestCase(16, 16)]
    [TestCase(24, 18)]
    public void Apply_matches_the_definition(int side, int cropped)
    {
        double[] image = Numbers.Draw(4, side * side);

        Assert.That(Apply(image, side, cropped), Is.EqualTo(Definition(image, side, cropped)).Within(Tolerance));
    }

    [Test]
    public void A_second_image_does_not_see_the_first()
    {
        FourierCrop crop = new(10, 6);
        double[] image = Numbers.Draw(5, 100);
        double[] first = new double[36];
        double[] again = new double[36];

        crop.Apply(image, first);
        crop.Apply(Numbers.Draw(6, 100), new double[36]);
        crop.Apply(image, again);

        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void A_wave_that_fits_is_sampled_more_coarsely_and_its_mean_stays()
    {
        static double Wave(double x, double y) => 5 + Math.Cos(2 * Math.PI * ((2 * x) + y));
        double[] image = [.. Enumerable.Range(0, 400).Select(i => Wave(i % 20 / 20.0, i / 20 / 20.0))];

        double[] expected = [.. Enumerable.Range(0, 64).Select(i => Wave(i % 8 / 8.0, i / 8 / 8.0))];
        Assert.That(Apply(image, 20, 8), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Of_the_highest_frequency_the_positive_row_is_kept_alone()
    {
        // cos(2π·2y/8) is half +2 and half −2; with 4 rows only +2 is left, with half the height.
        double[] image = [.. Enumerable.Range(0, 64).Select(i => Math.Cos(2 * Math.PI * 2 * (i / 8) / 8))];

        double[] expected = [.. Enumerable.Range(0, 16).Select(i => i / 4 % 2 == 0 ? 0.5 : -0.5)];
        Assert.That(Apply(image, 8, 4), Is.EqualTo(expected).Within(Tolerance));
    }

    [TestCase(9, 4)]
    [TestCase(8, 3)]
    [TestCase(8, 10)]
    [TestCase(8, 0)]
    public void Odd_sides_and_larger_ones_are_refused(int side, int cropped) =>
        Assert.That(() => new FourierCrop(side, cropped), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Wrong_lengths_are_refused()
    {
        FourierCrop crop = new(8, 4);
        Assert.That(() => crop.Apply(new double[63], new double[16]), Throws.TypeOf<ArgumentException>());
        Assert.That(() => crop.Apply(new double[64], new double[17]), Throws.TypeOf<ArgumentException>());
    }

    private static double[] Apply(double[] image, int side, int cropped)
    {
        double[] small = new double[cropped * cropped];
        Array.Fill(small, double.NaN);
        new FourierCrop(side, cropped).Apply(image, small);
        return small;
    }

    // The inverse transform along v of what is kept, then the real one along u, every sum as it stands.
    private static double[] Definition(double[] image, int side, int cropped)
    {
        (double[] real, double[] imaginary) = FourierReference.Image(image, side, side);
        int columns = (side / 2) + 1;
        int half = cropped / 2;
        double[] small = new double[cropped * cropped];
        for (int u = 0; u <= half; u++)
        {
            for (int j = 0; j < cropped; j++)
            {
                (double a, double b) = (0, 0);
                for (int v = 1 - half; v <= half; v++)
                {
                    int at = ((v + side) % side * columns) + u;
                    (double sine, double cosine) = Math.SinCos(2 * Math.PI * v * j / cropped);
                    a += (real[at] * cosine) - (imaginary[at] * sine);
                    b += (real[at] * sine) + (imaginary[at] * cosine);
                }

                bool isReal = u == 0 || u == half;
                for (int i = 0; i < cropped; i++)
                {
                    (double sine, double cosine) = Math.SinCos(2 * Math.PI * u * i / cropped);
                    small[(j * cropped) + i] += isReal ? a * cosine : 2 * ((a * cosine) - (b * sine));
                }
            }
        }

        return [.. small.Select(value => value / ((double)side * side))];
    }
}
