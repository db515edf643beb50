using DeepEM.Kernels.Alignment;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

public sealed class AlignmentReferenceTests
{
    // One ring with the orders 0 and 1, and four rotations.
    private static readonly PolarBasis _basis = new(8, 2, 1, 4);

    [Test]
    public void One_class_at_one_shift_is_what_is_worked_out_by_hand()
    {
        // l = 2·(1/2·1 + 2·1/4·cos α) = 1 + cos α: 2, 1, 0, 1; Σ exp(l) = (e + 1)².
        AlignmentShape shape = new(_basis, 1, 1, 1, 1, Accumulates: true);
        (double[] summaries, double[] memberships, double[] sums) = AlignmentReference.Align(
            [1, 1, 0, 0], [0.5, 0.25, 0, 0], [0], [0], shape);
        double all = Math.Pow(Math.E + 1, 2);
        double effective = Math.Pow(all / ((Math.E * Math.E) + 1), 2);
        Assert.That(
            summaries,
            Is.EqualTo([Math.Log(all / 4), Math.E * Math.E / all, 0, 0, 0, effective]).Within(1e-14));
        Assert.That(memberships, Is.EqualTo([1.0]).Within(1e-15));
        Assert.That(sums, Is.EqualTo([1, (Math.E - 1) / (Math.E + 1), 0, 0]).Within(1e-14));
    }

    [Test]
    public void A_crop_turned_by_a_quarter_is_found_there_and_turned_back()
    {
        // x[1] = exp(−iπ/2); the bias of the class, the prior of the shift and beta come on top.
        AlignmentShape shape = new(_basis, 1, 1, 1, 2, Accumulates: true);
        (double[] summaries, _, double[] sums) = AlignmentReference.Align(
            [1, 0, 0, -1], [0.5, 0.25, 0, 0], [-3], [0.5], shape);
        double all = Math.Pow((Math.E * Math.E) + 1, 2);
        Assert.That(summaries[0], Is.EqualTo(Math.Log(all / 4) - 2.5).Within(1e-14));
        Assert.That(summaries[4], Is.EqualTo(1));
        double turned = ((Math.E * Math.E) - 1) / ((Math.E * Math.E) + 1);
        Assert.That(sums, Is.EqualTo([1, turned, 0, 0]).Within(1e-14));
    }

    [Test]
    public void What_has_next_to_no_weight_is_left_out_of_the_sums()
    {
        AlignmentShape shape = new(_basis, 1, 1, 2, 1, Accumulates: true);
        (_, double[] memberships, double[] sums) = AlignmentReference.Align(
            [1, 1, 0, 0], new double[8], [0, Math.Log(0.9e-4)], [0], shape);
        Assert.That(memberships[1], Is.EqualTo(0.9e-4 / 1.00009).Within(1e-12));
        Assert.That(sums[4..], Is.All.Zero);
        Assert.That(sums[0], Is.EqualTo(1 / 1.00009).Within(1e-14));
    }
}
