using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>The one frame: numbers worked by hand, and every conversion there and back.</summary>
[Category(TestCategory.Smoke)]
public sealed class CoordinateFrameTests
{
    [TestCase(1, 7.25, 7.25)]
    [TestCase(2, 0.5, 0)]
    [TestCase(2, 8.5, 4)]
    [TestCase(3, 1, 0)]
    [TestCase(4, 41.5, 10)]
    public void A_binned_pixel_lies_at_the_mean_of_its_pixels(double binning, double original, double binned)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CoordinateFrame.ToBinned(original, original, binning).X, Is.EqualTo(binned));
            Assert.That(
                CoordinateFrame.ToMicrograph(new BinnedPosition(binned, binned), binning, 0.5),
                Is.EqualTo(new Particle(original, original, 0.5)));
        }
    }

    [Test]
    public void A_box_is_its_corner_and_half_its_size()
    {
        Particle particle = CoordinateFrame.FromBox(10, 20.5, 64, 32, 0.25);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(particle, Is.EqualTo(new Particle(42, 36.5, 0.25)));
            Assert.That(CoordinateFrame.ToBoxCorner(particle, 64), Is.EqualTo((10.0, 4.5)));
        }
    }

    [Test]
    public void Flips_take_the_first_row_and_column_to_the_last_and_back()
    {
        Particle particle = new(0, 3, 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(CoordinateFrame.FlipRows(particle, 10), Is.EqualTo(new Particle(0, 6, 1)));
            Assert.That(CoordinateFrame.FlipColumns(particle, 10), Is.EqualTo(new Particle(9, 3, 1)));
            Assert.That(CoordinateFrame.FlipRows(CoordinateFrame.FlipRows(particle, 10), 10), Is.EqualTo(particle));
        }
    }

    [TestCase(-0.5, true)]
    [TestCase(9.5, true)]
    [TestCase(-0.6, false)]
    [TestCase(9.6, false)]
    [TestCase(double.NaN, false)]
    public void The_image_reaches_half_a_pixel_beyond_the_outer_centres(double x, bool expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CoordinateFrame.IsInside(new Particle(x, 5, 0), 20, 10), Is.EqualTo(expected));
            Assert.That(CoordinateFrame.IsInside(new Particle(5, x, 0), 10, 20), Is.EqualTo(expected));
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_binning_that_is_not_positive_is_refused(double binning) =>
        Assert.That(
            () => CoordinateFrame.ToBinned(1, 1, binning), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Particles_outside_are_left_out_and_counted()
    {
        List<Notice> warnings = [];
        MicrographPicks picks = new("mic", "mic.star", [new(5, 5, 0), new(-3, 5, 0), new(5, 100, 0)]);

        IReadOnlyList<Particle> inside = CoordinateCheck.KeepInside(picks, 80, 60, warnings);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inside, Is.EqualTo([new Particle(5, 5, 0)]));
            Assert.That(warnings.Texts(), Has.One.Contains("2 of 3 particles left out"));
        }
    }

    [TestCase(1e9, 5)]
    [TestCase(5, -81)]
    public void Particles_far_outside_are_refused(double x, double y) =>
        Assert.That(
            () => CoordinateCheck.KeepInside(new MicrographPicks("mic", "mic.star", [new(x, y, 0)]), 80, 60, []),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("far outside the 60 x 80 pixels of mic"));

    [TestCase(0.4, 1)]
    [TestCase(1.0, 0)]
    public void Particles_all_in_one_quarter_are_warned_of(double scale, int warned)
    {
        List<Notice> warnings = [];
        List<Particle> particles =
            [.. Enumerable.Range(0, 20).Select(i => new Particle(scale * i * 3, scale * i * 4, 0))];

        _ = CoordinateCheck.KeepInside(new MicrographPicks("mic", "mic.star", particles), 80, 60, warnings);

        Assert.That(warnings, Has.Count.EqualTo(warned));
    }
}
