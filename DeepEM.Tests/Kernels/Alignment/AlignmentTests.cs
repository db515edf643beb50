using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class AlignmentTests(string backendName) : BackendTests(backendName)
{
    // Evidence of some tens in float: exp makes 1e-5 of what was 1e-6 of it.
    private const double Tolerance = 1e-4;

    private static readonly PolarBasis _basis = new(16, 5, 6, 16);

    [TestCase(1, 1, 1)]
    [TestCase(3, 5, 2)]
    [TestCase(17, 2, 19)]
    [TestCase(70, 3, 3)]
    [TestCase(2, 13, 1)]
    public void Alignment_matches_reference(int crops, int shifts, int classes)
    {
        AlignmentShape shape = new(_basis, crops, shifts, classes, 0.75f, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.12);
        (float[] summaries, float[] memberships, float[] sums) = Align(problem, shape);
        (double[] expected, double[] expectedMemberships, double[] expectedSums) = AlignmentReference.Align(
            problem.Coefficients, problem.References, problem.Biases, problem.ShiftPriors, shape);
        for (int value = 0; value < AlignmentShape.SummaryLength; value++)
        {
            int place = value;
            Agreement.Require(
                [.. summaries.Where((_, index) => index % AlignmentShape.SummaryLength == place)],
                [.. expected.Where((_, index) => index % AlignmentShape.SummaryLength == place)],
                Tolerance);
        }

        Agreement.Require(memberships, expectedMemberships, Tolerance);
        Agreement.Require(sums, expectedSums, Tolerance);
    }

    [Test]
    public void A_basis_with_other_rotations_and_all_orders_matches_reference()
    {
        AlignmentShape shape = new(new PolarBasis(24, 9, 12, 20), 4, 2, 3, 1, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.05);
        (float[] summaries, _, float[] sums) = Align(problem, shape);
        (double[] expected, _, double[] expectedSums) = AlignmentReference.Align(
            problem.Coefficients, problem.References, problem.Biases, problem.ShiftPriors, shape);
        Agreement.Require(summaries, expected, Tolerance);
        Agreement.Require(sums, expectedSums, Tolerance);
    }

    [Test]
    public void Of_equal_poses_the_first_is_the_best_and_all_count()
    {
        AlignmentShape shape = new(_basis, 5, 3, 3, 1, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0);
        AlignmentProblem equal = problem with { Biases = new double[15], ShiftPriors = new double[3] };
        (float[] summaries, float[] memberships, _) = Align(equal, shape);
        for (int n = 0; n < shape.Crops; n++)
        {
            Assert.That(summaries[(n * 6)..((n * 6) + 5)], Is.EqualTo([MathF.Log(9), 1f / 144, 0, 0, 0]).Within(1e-5f));
            Assert.That(summaries[(n * 6) + 5], Is.EqualTo(144).Within(1e-3f));
        }

        Assert.That(memberships, Is.All.EqualTo(1f / 3).Within(1e-6f));
    }

    [Test]
    public void A_turned_reference_is_found_in_its_class_at_its_shift_and_rotation_and_turned_back()
    {
        AlignmentShape shape = new(_basis, 16, 3, 2, 1, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.5);
        double[] coefficients = new double[problem.Coefficients.Length];
        int length = 2 * _basis.Length;
        for (int n = 0; n < shape.Crops; n++)
        {
            // The reference 1 at shift 2, turned by n sixteenths.
            float[] turned = new float[length];
            _basis.Rotate(Numbers.Floats(problem.References[length..]), 2 * Math.PI * n / _basis.Rotations, turned);
            Numbers.Doubles(turned).CopyTo(coefficients, ((n * shape.Shifts) + 2) * length);
        }

        (float[] summaries, float[] memberships, float[] sums) = Align(
            problem with { Coefficients = coefficients }, shape);
        for (int n = 0; n < shape.Crops; n++)
        {
            Assert.That(summaries[((n * 6) + 2)..((n * 6) + 5)], Is.EqualTo([1f, 2f, n]));
            Assert.That(summaries[(n * 6) + 1], Is.GreaterThan(0.999f));
            Assert.That(memberships[(2 * n) + 1], Is.GreaterThan(0.999f));
        }

        Agreement.Require(
            sums[length..], [.. problem.References[length..].Select(value => shape.Crops * value)], Tolerance);
        Assert.That(sums[..length], Is.All.EqualTo(0).Within(1e-3f));
    }

    [Test]
    public void A_class_of_no_weight_is_left_out_and_sums_are_left_alone_where_none_are_asked_for()
    {
        AlignmentShape shape = new(_basis, 3, 2, 2, 1, Accumulates: false);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.1);
        double[] biases = [1, double.NegativeInfinity, 0, double.NegativeInfinity, 2, double.NegativeInfinity];
        (float[] summaries, float[] memberships, float[] sums) = Align(problem with { Biases = biases }, shape);
        Assert.That(memberships, Is.EqualTo([1f, 0, 1, 0, 1, 0]).Within(1e-6f));
        Assert.That(summaries, Has.None.NaN);
        Assert.That(sums, Is.All.NaN);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        AlignmentShape shape = new(_basis, 70, 2, 3, 1, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.1);
        Agreement.RequireSameBits(Align(problem, shape).Sums, Align(problem, shape).Sums);
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        AlignmentShape shape = new(_basis, 2, 3, 4, 1, Accumulates: true);
        using Tensor coefficients = Backend.Allocate(2 * 3 * 2 * _basis.Length);
        using Tensor references = Backend.Allocate(4 * 2 * _basis.Length);
        using Tensor biases = Backend.Allocate(8);
        using Tensor priors = Backend.Allocate(3);
        using Tensor summaries = Backend.Allocate(12);
        using Tensor memberships = Backend.Allocate(8);
        using Tensor sums = Backend.Allocate(4 * 2 * _basis.Length);

        void Rejects(int wrong, AlignmentShape s)
        {
            Tensor[] tensors = [coefficients, references, biases, priors, summaries, memberships, sums];
            if (wrong >= 0)
            {
                tensors[wrong] = wrong == 3 ? biases : priors;
            }

            Assert.That(
                () => Backend.Alignment.Align(
                    tensors[0], tensors[1], tensors[2], tensors[3], tensors[4], tensors[5], tensors[6], s),
                Throws.InstanceOf<ArgumentException>());
        }

        for (int wrong = 0; wrong < 7; wrong++)
        {
            Rejects(wrong, shape);
        }

        Rejects(-1, shape with { Crops = 0 });
        Rejects(-1, shape with { Classes = 5 });
        Rejects(-1, shape with { Beta = 0 });
        Rejects(-1, shape with { Beta = float.NaN });
    }

    private (float[] Summaries, float[] Memberships, float[] Sums) Align(
        AlignmentProblem problem, AlignmentShape shape) => problem.Align(Backend.Allocate, Backend.Alignment, shape);
}
