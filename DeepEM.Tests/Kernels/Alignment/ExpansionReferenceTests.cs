using DeepEM.Kernels.Alignment;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

public sealed class ExpansionReferenceTests
{
    private static readonly PolarBasis _basis = new(16, 6, 3, 16);

    [Test]
    public void The_pixel_in_the_middle_has_order_0_only()
    {
        double[] found = Expand(0, 0);
        for (int l = 0; l < _basis.Length; l++)
        {
            Assert.That(found[l], Is.EqualTo(_basis.OrderOf[l] == 0 ? 1 : 0).Within(1e-15));
            Assert.That(found[_basis.Length + l], Is.Zero.Within(1e-15));
        }
    }

    [Test]
    public void A_pixel_on_the_row_has_powers_of_minus_i_and_one_down_the_column_is_turned_by_a_quarter()
    {
        double[] right = Expand(2, 0);
        double[] below = Expand(0, 2);
        for (int l = 0; l < _basis.Length; l++)
        {
            int m = _basis.OrderOf[l];
            double[] bessel = new double[_basis.Orders];
            BesselFunctions.Evaluate(2 * Math.PI * _basis.RingOf[l] * 2 / 16, bessel);

            // (−i)ᵐ and (−i)²ᵐ
            double[] real = [1, 0, -1, 0];
            double[] imaginary = [0, -1, 0, 1];
            Assert.That(right[l], Is.EqualTo(bessel[m] * real[m % 4]).Within(1e-14));
            Assert.That(right[_basis.Length + l], Is.EqualTo(bessel[m] * imaginary[m % 4]).Within(1e-14));
            Assert.That(below[l], Is.EqualTo(bessel[m] * (m % 2 == 0 ? 1 : -1)).Within(1e-14));
            Assert.That(below[_basis.Length + l], Is.Zero.Within(1e-14));
        }
    }

    [Test]
    public void On_the_rim_a_pixel_counts_half_and_is_taken_times_the_gain()
    {
        double[] bessel = new double[_basis.Orders];
        BesselFunctions.Evaluate(2 * Math.PI * 2 * 6 / 16, bessel);
        int second = _basis.RingOf.IndexOf(2);
        Assert.That(Expand(6, 0, gain: 3)[second], Is.EqualTo(3 * 0.5 * bessel[0]).Within(1e-14));
        Assert.That(Expand(8, 0), Is.All.Zero);
    }

    // A crop of 17 pixels with a single 1, seen from one pixel above and to the left of its middle.
    private static double[] Expand(int x, int y, double gain = 1)
    {
        double[] crop = new double[19 * 19];
        crop[((9 - 1 + y) * 19) + 9 - 1 + x] = 1;
        double[] gains = [gain, gain, gain, gain];
        return ExpansionReference.Expand(crop, [-2, 1], gains, new PolarExpansion(_basis, 1, 19, [(1, -2)]));
    }
}
