using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
public sealed class MicrographMaskTests
{
    // 2×3 cells of 10 px; the middle one of the lower row is masked.
    private static readonly MicrographMask _mask = new(
        2,
        3,
        10,
        [
            MaskReason.None, MaskReason.None, MaskReason.None,
            MaskReason.None, MaskReason.Outlier, MaskReason.None,
        ]);

    [TestCase(10, 10, true)]
    [TestCase(9.6, 9.6, true)]
    [TestCase(9.4, 9.6, false)]
    [TestCase(19.4, 19.4, true)]
    [TestCase(19.6, 19.4, false)]
    [TestCase(15, 9.4, false)]
    [TestCase(15, 25, true, TestName = "A place below the last row belongs to it")]
    [TestCase(-3, -3, false)]
    public void Place_belongs_to_the_cell_of_its_pixel(double x, double y, bool isMasked)
    {
        Assert.That(_mask.Covers(new Particle(x, y, 0)), Is.EqualTo(isMasked));
        Assert.That(_mask.At(new Particle(x, y, 0)), Is.EqualTo(isMasked ? MaskReason.Outlier : MaskReason.None));
    }

    [TestCase(MaskReason.None, 0.1, 0.1)]
    [TestCase(MaskReason.Outlier, 0.99, 0)]
    [TestCase(MaskReason.Outlier | MaskReason.Doubtful, 0.5, 1.0 / 3, TestName = "Even odds become one to two")]
    [TestCase(MaskReason.Outlier | MaskReason.Doubtful, 1, 1)]
    [TestCase(MaskReason.Outlier | MaskReason.Doubtful | MaskReason.Given, 0.99, 0)]
    public void Pick_in_a_doubtful_place_is_less_likely_a_particle(
        MaskReason reasons, double probability, double expected)
    {
        var mask = new MicrographMask(1, 1, 10, [reasons]);
        Assert.That(mask.Probability(new Particle(5, 5, probability)), Is.EqualTo(expected).Within(1e-15));
        Assert.That(mask.Covers(new Particle(5, 5, probability)), Is.EqualTo(reasons != MaskReason.None));
    }

    [Test]
    public void Lower_part_begins_at_its_first_row()
    {
        MicrographMask lower = _mask.From(7);
        Assert.That(lower.Covers(new Particle(15, 2, 0)), Is.False);
        Assert.That(lower.Covers(new Particle(15, 3, 0)), Is.True);
        Assert.That(_mask.From(4).From(3).Covers(new Particle(15, 3, 0)), Is.True);
    }

    [Test]
    public void Pixels_are_those_of_the_cells_cut_at_the_border()
    {
        bool[] pixels = _mask.ToPixels(18, 25);
        Assert.That(pixels.Count(p => p), Is.EqualTo(8 * 10));
        Assert.That(pixels[(10 * 25) + 10], Is.True);
        Assert.That(pixels[(9 * 25) + 10], Is.False);
        Assert.That(_mask.Share, Is.EqualTo(1 / 6.0).Within(1e-12));
    }

    [Test]
    public void Union_has_the_reasons_of_both_in_either_order()
    {
        MaskReason[] fine = new MaskReason[4 * 6];
        fine[0] = MaskReason.Given;
        fine[(2 * 6) + 2] = MaskReason.Given;
        var given = new MicrographMask(4, 6, 5, fine);

        foreach (MicrographMask union in (MicrographMask[])[_mask.With(given), given.With(_mask)])
        {
            Assert.That(union.CellSize, Is.EqualTo(5));
            Assert.That(union.At(new Particle(2, 2, 0)), Is.EqualTo(MaskReason.Given));
            Assert.That(union.At(new Particle(12, 12, 0)), Is.EqualTo(MaskReason.Given | MaskReason.Outlier));
            Assert.That(union.At(new Particle(17, 17, 0)), Is.EqualTo(MaskReason.Outlier));
            Assert.That(union.At(new Particle(7, 2, 0)), Is.EqualTo(MaskReason.None));
        }
    }

    [TestCase(100, 120, 1)]
    [TestCase(50, 60, 2)]
    [TestCase(33, 40, 3)]
    [TestCase(34, 40, 3)]
    [TestCase(14, 18, 7)]
    public void Image_of_the_same_size_or_a_whole_binning_is_a_mask(int height, int width, int binning)
    {
        float[] pixels = new float[height * width];
        pixels[^1] = 1;
        var image = new Micrograph("m.mrc", height, width, pixels, null, []);

        var bad = MicrographMask.Of(image, 100, 120, keepsNonzero: false);
        var good = MicrographMask.Of(image, 100, 120, keepsNonzero: true);

        Assert.That(bad.CellSize, Is.EqualTo(binning));
        Assert.That((bad.Covers(new(119, 99, 0)), bad.Covers(new(0, 0, 0))), Is.EqualTo((true, false)));
        Assert.That((good.Covers(new(119, 99, 0)), good.Covers(new(0, 0, 0))), Is.EqualTo((false, true)));
    }

    [TestCase(0.49f, false)]
    [TestCase(0.5f, true)]
    [TestCase(-1f, true)]
    [TestCase(255f, true)]
    public void Probabilities_are_cut_in_the_middle(float value, bool isMasked)
    {
        var image = new Micrograph("m.mrc", 1, 1, [value], null, []);
        Assert.That(
            MicrographMask.Of(image, 1, 1, keepsNonzero: false).Covers(new Particle(0, 0, 0)), Is.EqualTo(isMasked));
    }

    [TestCase(100, 119)]
    [TestCase(120, 100)]
    [TestCase(50, 40)]
    [TestCase(200, 240)]
    public void Image_of_another_size_is_refused_with_both(int height, int width)
    {
        var image = new Micrograph("other.mrc", height, width, new float[height * width], null, []);
        Assert.That(
            () => MicrographMask.Of(image, 100, 120, keepsNonzero: false),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("other.mrc")
                .And.Message.Contains($"{width}×{height} px").And.Message.Contains("120×100 px"));
    }

    [Test]
    public void Wrong_number_of_cells_is_refused() =>
        Assert.That(() => new MicrographMask(2, 2, 1, new MaskReason[3]), Throws.ArgumentException);
}
