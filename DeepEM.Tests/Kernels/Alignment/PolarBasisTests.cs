using DeepEM.Kernels.Alignment;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

public sealed class PolarBasisTests
{
    [Test]
    public void Coefficients_are_sorted_by_order_and_ring_and_go_as_far_as_the_mask_asks_for()
    {
        PolarBasis basis = new(64, 20, 14, 64);
        Assert.That((basis.Length, basis.Orders), Is.EqualTo((238, 30)));
        (int, int)[] expected =
        [
            .. from m in Enumerable.Range(0, 32)
               from k in Enumerable.Range(1, 14)
               where m <= Math.Min(31, Math.Ceiling(2 * Math.PI * k * 20 / 64) + 1)
               select (m, k),
        ];
        Assert.That(basis.OrderOf.ToArray().Zip(basis.RingOf.ToArray()), Is.EqualTo(expected));
        for (int m = 0; m < basis.Orders; m++)
        {
            Assert.That(basis.OrderOf[basis.FirstOfOrder[m]], Is.EqualTo(m));
        }

        Assert.That(basis.FirstOfOrder[^1], Is.EqualTo(basis.Length));
    }

    [Test]
    public void No_order_is_beyond_what_the_rotations_tell_apart() =>
        Assert.That(new PolarBasis(64, 28, 30, 16).Orders, Is.EqualTo(8));

    [Test]
    public void The_mask_is_1_inside_one_half_at_its_radius_and_0_outside()
    {
        PolarBasis basis = new(32, 10, 2, 8);
        double[] values = [.. new[] { 0, 8, 9, 10, 12, 15.0 }.Select(basis.Mask)];
        double high = 0.5 + (0.5 * Math.Sqrt(0.5));
        Assert.That(values, Is.EqualTo([1, 1, high, 0.5, 0, 0]).Within(1e-14));

        // π·8² and the rim: 2π·∫ r·cos⁴(π·(r − 8)/8) dr from 8 to 12, which is 2π·(32·3/8 + 16·(3/16 − 1/π²)).
        double power = Math.PI * (64 + (2 * (12 + 3 - (16 / (Math.PI * Math.PI)))));
        Assert.That(basis.MaskPower * 32 * 32, Is.EqualTo(power).Within(0.2).Percent);
    }

    [Test]
    public void Powers_of_rings_count_orders_above_0_twice()
    {
        PolarBasis basis = new(8, 2, 1, 4);
        Assert.That(basis.RingPower([1, 2, 3, 4]), Is.EqualTo([0, 1 + 9 + (2 * (4 + 16))]));
    }

    [Test]
    public void An_image_of_few_waves_comes_back()
    {
        PolarBasis basis = new(64, 20, 14, 64);
        double[] image = [.. Pixels(64).Select(p => Blob(p.X - 5, p.Y - 3) - Blob(p.X + 4, p.Y - 6))];
        double[] coefficients = ExpansionReference.Expand(
            image, [0, 0], Ones(15), new PolarExpansion(basis, 1, 64, [(0, 0)]));
        float[] found = basis.Image(Numbers.Floats(coefficients));
        double error = Numbers.Norm([.. found.Zip(image, (a, b) => a - b)]) / Numbers.Norm(image);
        Assert.That(error, Is.LessThan(0.01));
        IEnumerable<(int X, int Y)> outside = Pixels(64).Where(p => double.Hypot(p.X, p.Y) >= 22);
        Assert.That(outside.Select(p => found[((p.Y + 32) * 64) + p.X + 32]), Is.All.Zero);
    }

    [Test]
    public void Turning_coefficients_by_a_quarter_turns_the_image_from_columns_to_rows()
    {
        PolarBasis basis = new(24, 9, 8, 32);
        float[] coefficients = Numbers.Floats(Numbers.Draw(1, 2 * basis.Length));
        float[] turned = new float[coefficients.Length];
        basis.Rotate(coefficients, Math.PI / 2, turned);
        float[] image = basis.Image(coefficients);
        float[] expected = new float[image.Length];
        for (int y = 1; y < 24; y++)
        {
            for (int x = 1; x < 24; x++)
            {
                // (x, y) → (−y, x) about the pixel 12.
                expected[(x * 24) + 24 - y] = image[(y * 24) + x];
            }
        }

        Agreement.Require(basis.Image(turned), Numbers.Doubles(expected), 1e-5);
    }

    [Test]
    public void Turning_may_be_done_in_place_and_back()
    {
        PolarBasis basis = new(16, 5, 4, 16);
        float[] coefficients = Numbers.Floats(Numbers.Draw(2, 2 * basis.Length));
        float[] turned = [.. coefficients];
        basis.Rotate(turned, 0.7, turned);
        Assert.That(turned, Is.Not.EqualTo(coefficients));
        basis.Rotate(turned, -0.7, turned);
        Agreement.Require(turned, Numbers.Doubles(coefficients), 1e-6);
    }

    [TestCase(7, 2.0, 1, 4)]
    [TestCase(16, 6.5, 1, 4)]
    [TestCase(16, 1.5, 1, 4)]
    [TestCase(16, double.NaN, 1, 4)]
    [TestCase(16, 4.0, 0, 4)]
    [TestCase(16, 4.0, 9, 4)]
    [TestCase(16, 4.0, 8, 6)]
    [TestCase(16, 4.0, 8, 0)]
    public void What_is_no_basis_is_refused(int side, double radius, int rings, int rotations) => Assert.That(
        () => new PolarBasis(side, radius, rings, rotations), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Vectors_of_another_length_are_refused()
    {
        PolarBasis basis = new(16, 4, 2, 8);
        float[] wrong = new float[basis.Length];
        float[] right = new float[2 * basis.Length];
        Assert.That(() => basis.Image(wrong), Throws.ArgumentException);
        Assert.That(() => basis.RingPower(wrong), Throws.ArgumentException);
        Assert.That(() => basis.Rotate(right, 1, wrong), Throws.ArgumentException);
        Assert.That(() => basis.Rotate(wrong, 1, right), Throws.ArgumentException);
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static IEnumerable<(int X, int Y)> Pixels(int side) =>
        Enumerable.Range(0, side * side).Select(n => ((n % side) - (side / 2), (n / side) - (side / 2)));

    private static double Blob(double x, double y) => Math.Exp(-((x * x) + (y * y)) / (2 * 3.5 * 3.5));
}
