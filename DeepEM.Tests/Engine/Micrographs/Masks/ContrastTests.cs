using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Masks;

[TestFixture]
public sealed class ContrastTests
{
    [TestCase(false, ParticleContrast.Dark)]
    [TestCase(true, ParticleContrast.Bright)]
    public void Sign_is_told_from_labels(bool isInverted, ParticleContrast expected)
    {
        var scene = new MaskedScene(seed: 2, hasCarbon: false, isSpoilt: false, isInverted, signalToNoise: 0.3);
        BinnedPosition[] labels =
            [.. scene.Particles.Select(p => CoordinateFrame.ToBinned(p.X, p.Y, scene.Image.Binning))];
        ContrastEvidence labelled =
            LabelContrast.Of([new TrainingMicrograph(scene.Image, labels, [], [])], scene.BinnedDiameter);

        Assert.That(labelled.Contrast, Is.EqualTo(expected), $"{labelled}");
    }

    [Test]
    public void Inverted_image_is_that_of_the_inverted_micrograph()
    {
        var dark = new MaskedScene(seed: 2, hasCarbon: false, isSpoilt: false);
        var bright = new MaskedScene(seed: 2, hasCarbon: false, isSpoilt: false, isInverted: true);
        Assert.That(
            dark.Image.Inverted().Pixels.Zip(bright.Image.Pixels, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(0.01));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Noise_says_nothing(int seed)
    {
        const int side = 600;
        var random = new RandomSource(seed);
        float[] pixels = [.. Enumerable.Range(0, side * side).Select(_ => (float)random.NextGaussian())];
        var image = new PreparedMicrograph("noise", pixels, side, side, 1, side, side);
        BinnedPosition[] labels = [.. Enumerable.Range(0, 40)
            .Select(_ => new BinnedPosition(random.NextInt32(side), random.NextInt32(side)))];

        Assert.That(
            LabelContrast.Of([new TrainingMicrograph(image, labels, [], [])], 32).Contrast,
            Is.EqualTo(ParticleContrast.Unclear));
    }

    [Test]
    public void Hollow_particles_are_as_dark_as_their_shell()
    {
        const int side = 400;
        float[] pixels = new float[side * side];
        var random = new RandomSource(1);
        BinnedPosition[] labels = [.. Enumerable.Range(0, 16).Select(i =>
            new BinnedPosition(50 + (100 * (i % 4)), 50 + (100 * (i / 4))))];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, side);
            double distance = labels.Min(p => double.Hypot(p.X - x, p.Y - y));
            pixels[i] = (distance is > 12 and < 16 ? -1 : 0) + (float)random.NextGaussian();
        }

        var image = new PreparedMicrograph("shells", pixels, side, side, 1, side, side);
        Assert.That(
            LabelContrast.Of([new TrainingMicrograph(image, labels, [], [])], 32).Contrast,
            Is.EqualTo(ParticleContrast.Dark));
    }

    [Test]
    public void Few_labels_or_flat_ground_say_nothing()
    {
        var image = new PreparedMicrograph("flat", new float[10_000], 100, 100, 1, 100, 100);
        BinnedPosition[] four = [new(20, 20), new(20, 70), new(70, 20), new(70, 70)];
        Assert.That(
            LabelContrast.Of([new TrainingMicrograph(image, four, [], [])], 20), Is.EqualTo(ContrastEvidence.None));
        Assert.That(
            LabelContrast.Of([new TrainingMicrograph(image, [.. four, .. four], [], [])], 20).Contrast,
            Is.EqualTo(ParticleContrast.Unclear));
        Assert.That(ContrastEvidence.None.Contrast, Is.EqualTo(ParticleContrast.Unclear));
    }
}
