using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class ExpansionTests(string backendName) : BackendTests(backendName)
{
    private static readonly (int X, int Y)[] _cross = [(0, 0), (-3, 0), (2, 1), (0, 4), (1, -2)];

    [TestCase(1, 24, 6.0, 5, 16, 31, 1)]
    [TestCase(3, 24, 8.5, 7, 32, 36, 5)]
    [TestCase(35, 17, 5.0, 8, 8, 21, 3)]
    [TestCase(5, 16, 2.0, 1, 4, 16, 2)]
    public void Expansion_matches_reference(
        int crops, int side, double radius, int rings, int rotations, int cropSide, int shifts)
    {
        PolarExpansion shape = new(new PolarBasis(side, radius, rings, rotations), crops, cropSide, _cross[..shifts]);
        double[] images = Numbers.Draw(1, crops * cropSide * cropSide);
        double[] gains = Numbers.Draw(2, crops * (rings + 1));
        double[] offsets = [.. Numbers.Draw(3, 2 * crops).Select(value => Math.Round(2 * value))];
        Agreement.Require(
            Expand(images, offsets, gains, shape),
            ExpansionReference.Expand(images, offsets, gains, shape),
            Agreement.OfSums);
    }

    [Test]
    public void What_lies_beyond_the_crop_counts_as_nothing()
    {
        PolarBasis basis = new(16, 5, 6, 16);
        PolarExpansion shape = new(basis, 3, 12, [(0, 0), (-9, 5)]);
        double[] images = Numbers.Draw(4, 3 * 12 * 12);
        double[] gains = Ones(3 * (basis.Rings + 1));
        double[] offsets = [4, -7, 1e9, -1e9, 11, 300];
        float[] found = Expand(images, offsets, gains, shape);
        Agreement.Require(found, ExpansionReference.Expand(images, offsets, gains, shape), Agreement.OfSums);
        Assert.That(found[(4 * basis.Length)..], Is.All.Zero);
    }

    [Test]
    public void Synthesis_is_the_adjoint_of_expansion_up_to_weights_and_mask()
    {
        PolarBasis basis = new(24, 7, 8, 32);
        double[] image = Numbers.Draw(5, 24 * 24);
        double[] values = Numbers.Draw(6, 2 * basis.Length);
        float[] expanded = Expand(image, [0, 0], Ones(basis.Rings + 1), new PolarExpansion(basis, 1, 24, [(0, 0)]));
        float[] weighted = new float[values.Length];
        for (int l = 0; l < values.Length; l++)
        {
            int part = l % basis.Length;
            weighted[l] = (float)(values[l] / (basis.RingOf[part] * (basis.OrderOf[part] == 0 ? 1 : 2)));
        }

        float[] back = basis.Image(weighted);
        for (int pixel = 0; pixel < back.Length; pixel++)
        {
            double mask = basis.Mask(double.Hypot((pixel % 24) - 12, (pixel / 24) - 12));
            back[pixel] *= (float)(mask * 24 * 24 / (2 * Math.PI));
        }

        Agreement.RequireAdjoint(expanded, values, back, image);
    }

    [Test]
    public void A_crop_of_the_middle_gives_what_a_shifted_larger_crop_gives()
    {
        PolarBasis basis = new(16, 6, 5, 16);
        double[] large = Numbers.Draw(7, 32 * 32);
        double[] small = [.. Enumerable.Range(0, 400).Select(n => large[(((n / 20) + 3) * 32) + (n % 20) + 9])];
        double[] gains = Ones(basis.Rings + 1);
        float[] moved = Expand(large, [2, -4], gains, new PolarExpansion(basis, 1, 32, [(1, 1)]));
        float[] cut = Expand(small, [0, 0], gains, new PolarExpansion(basis, 1, 20, [(0, 0)]));
        Agreement.Require(moved, Numbers.Doubles(cut), Agreement.OfSums);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        PolarExpansion shape = new(new PolarBasis(16, 6, 5, 16), 40, 20, _cross);
        double[] images = Numbers.Draw(8, 40 * 400);
        float[] Run() => Expand(images, new double[80], Ones(40 * 6), shape);
        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        PolarBasis basis = new(16, 6, 5, 16);
        PolarExpansion shape = new(basis, 2, 20, [(0, 0)]);
        using Tensor crops = Backend.Allocate(2 * 400);
        using Tensor offsets = Backend.Allocate(4);
        using Tensor gains = Backend.Allocate(2 * 6);
        using Tensor table = Backend.Allocate(basis.Table.Length);
        using Tensor coefficients = Backend.Allocate(2 * 2 * basis.Length);

        void Rejects(Tensor c, Tensor o, Tensor g, Tensor t, Tensor x, PolarExpansion s) => Assert.That(
            () => Backend.Alignment.Expand(c, o, g, t, x, s), Throws.InstanceOf<ArgumentException>());

        Rejects(offsets, offsets, gains, table, coefficients, shape);
        Rejects(crops, crops, gains, table, coefficients, shape);
        Rejects(crops, offsets, crops, table, coefficients, shape);
        Rejects(crops, offsets, gains, crops, coefficients, shape);
        Rejects(crops, offsets, gains, table, crops, shape);
        Rejects(crops, offsets, gains, table, coefficients, shape with { Crops = 0 });
        Rejects(crops, offsets, gains, table, coefficients, shape with { CropSide = 0 });
        Rejects(crops, offsets, gains, table, coefficients, shape with { Shifts = [] });
        Rejects(crops, offsets, gains, table, coefficients, shape with { Shifts = [(21, 0)] });
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private float[] Expand(double[] images, double[] offsets, double[] gains, PolarExpansion shape)
    {
        using Tensor crops = Backend.Flat(images);
        using Tensor places = Backend.Flat(offsets);
        using Tensor factors = Backend.Flat(gains);
        using Tensor table = Backend.Allocate(shape.Basis.Table.Length);
        table.Upload(shape.Basis.Table);
        using Tensor coefficients = Backend.FlatOutput(
            (long)shape.Crops * shape.Shifts.Count * 2 * shape.Basis.Length);
        Backend.Alignment.Expand(crops, places, factors, table, coefficients, shape);
        return coefficients.Read();
    }
}
