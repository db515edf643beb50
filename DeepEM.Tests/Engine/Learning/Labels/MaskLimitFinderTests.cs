using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[TestFixture]
public sealed class MaskLimitFinderTests
{
    private static readonly MaskedScene _scene = new(seed: 4, hasCarbon: true, isSpoilt: true);

    [Test]
    public void Labels_on_free_ground_leave_the_limits_as_they_are()
    {
        MicrographMask mask = _scene.Measurement.Mask(MaskLimits.Default);
        Particle[] free = [.. _scene.FreeParticles.Where(p => !mask.Covers(p))];
        Assert.That(free, Has.Length.GreaterThan(60));
        Assert.That(Find(free), Is.EqualTo(MaskLimits.Default));
        Assert.That(Find([]), Is.EqualTo(MaskLimits.Default));
    }

    [Test]
    public void Label_in_the_middle_of_a_lump_widens_the_dark_limit_alone()
    {
        Particle label = new(MaskedScene.Lumps[0].X, MaskedScene.Lumps[0].Y, 0);
        MaskLimits limits = Find([label]);
        Assert.That(limits.Dark, Is.EqualTo(_scene.Measurement.Level(label)).And.LessThan(MaskLimits.Default.Dark));
        Assert.That(limits.Bright, Is.EqualTo(MaskLimits.Default.Bright));
        Assert.That(_scene.Measurement.Mask(limits).At(label).HasFlag(MaskReason.Outlier), Is.False);
    }

    [Test]
    public void Label_beside_a_lump_costs_its_surroundings_and_not_the_limit()
    {
        MicrographMask mask = _scene.Measurement.Mask(MaskLimits.Default);
        Particle label = Enumerable.Range(0, 200)
            .Select(i => new Particle(MaskedScene.Lumps[1].X, MaskedScene.Lumps[1].Y + i, 0))
            .Last(p => mask.At(p).HasFlag(MaskReason.Outlier));

        MaskLimits limits = Find([label]);

        Assert.That(limits.Growth, Is.LessThan(MaskLimits.Default.Growth).And.GreaterThanOrEqualTo(0));
        Assert.That(limits.Dark, Is.EqualTo(MaskLimits.Default.Dark));
        Assert.That(_scene.Measurement.Mask(limits).Covers(label), Is.False);
    }

    [Test]
    public void Label_in_the_padding_moves_its_border()
    {
        Particle label = new(1000, 30, 0);
        MaskLimits limits = Find([label]);
        Assert.That(limits.BorderDistance, Is.EqualTo(-30 / MaskedScene.Diameter).Within(0.1));
        Assert.That(_scene.Measurement.Mask(limits).Covers(label), Is.False);
    }

    [Test]
    public void Label_on_the_film_raises_the_texture()
    {
        MicrographMask mask = _scene.Measurement.Mask(MaskLimits.Default);
        Particle label = Enumerable.Range(0, MaskedScene.Side * MaskedScene.Side / 400)
            .Select(i => new Particle(i % (MaskedScene.Side / 20) * 20, i / (MaskedScene.Side / 20) * 20, 0))
            .First(p => mask.At(p) == MaskReason.Texture);

        MaskLimits limits = Find([label]);

        Assert.That(limits, Is.EqualTo(MaskLimits.Default with { Texture = limits.Texture }));
        Assert.That(limits.Texture, Is.GreaterThan(MaskLimits.Default.Texture));
        Assert.That(_scene.Measurement.Mask(limits).Covers(label), Is.False);
    }

    private static MaskLimits Find(Particle[] labels) => MaskLimitFinder.Of([(_scene.Measurement, labels)]);
}
