using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[TestFixture]
public sealed class HeldOutSplitTests
{
    [TestCase(2, 1)]
    [TestCase(5, 1)]
    [TestCase(12, 2)]
    [TestCase(50, 10)]
    public void A_fifth_of_the_micrographs_is_held_out(int count, int expected)
    {
        TrainingMicrograph[] all = [.. Enumerable.Range(0, count).Select(i => Micrograph($"m{i}", 40, [new(10, 10)]))];
        var split = HeldOutSplit.Of(all, new RandomSource(1), leastHeight: 1);
        Assert.That(split.HeldOut, Has.Count.EqualTo(expected));
        Assert.That(split.Training.Concat(split.HeldOut), Is.EquivalentTo(all));
    }

    [Test]
    public void Same_seed_holds_out_the_same_micrographs()
    {
        TrainingMicrograph[] all = [.. Enumerable.Range(0, 12).Select(i => Micrograph($"m{i}", 40, [new(10, 10)]))];
        Assert.That(
            HeldOutSplit.Of(all, new RandomSource(3), leastHeight: 1).HeldOut,
            Is.EqualTo(HeldOutSplit.Of(all, new RandomSource(3), leastHeight: 1).HeldOut));
    }

    [Test]
    public void Single_micrograph_is_cut_so_that_a_fifth_of_its_particles_lies_below()
    {
        BinnedPosition[] particles = [.. Enumerable.Range(0, 10).Select(i => new BinnedPosition(5, 4 + (8 * i)))];
        var split = HeldOutSplit.Of([Micrograph("m", 90, particles)], new RandomSource(1), leastHeight: 1);
        TrainingMicrograph above = split.Training.Single();
        TrainingMicrograph below = split.HeldOut.Single();
        Assert.Multiple(() =>
        {
            Assert.That(above.Particles, Has.Count.EqualTo(8));
            Assert.That(below.Particles, Has.Count.EqualTo(2));
            Assert.That(above.Image.Height + below.Image.Height, Is.EqualTo(90));
            Assert.That(below.Image.Pixels[0], Is.EqualTo(20f * above.Image.Height));
            Assert.That(below.Particles[0].Y, Is.EqualTo(68 - above.Image.Height));
        });
    }

    [Test]
    public void Parts_of_a_single_micrograph_are_as_high_as_a_window()
    {
        BinnedPosition[] particles = [.. Enumerable.Range(0, 10).Select(i => new BinnedPosition(5, 4 + (8 * i)))];
        var split = HeldOutSplit.Of([Micrograph("m", 90, particles)], new RandomSource(1), leastHeight: 40);
        Assert.That(split.Training.Single().Image.Height, Is.EqualTo(50));
        Assert.That(split.HeldOut.Single().Image.Height, Is.EqualTo(40));
        Assert.That(split.HeldOut.Single().Particles, Has.Count.EqualTo(4));
    }

    [TestCase(46, 40)]
    [TestCase(1, 12)]
    public void Single_micrograph_that_cannot_be_cut_is_both_parts(int leastHeight, double secondRow)
    {
        TrainingMicrograph micrograph = Micrograph("m", 90, [new(3, 12), new(9, secondRow), new(15, secondRow)]);
        var split = HeldOutSplit.Of([micrograph], new RandomSource(1), leastHeight);
        Assert.That(split.Training.Single(), Is.SameAs(micrograph));
        Assert.That(split.HeldOut.Single(), Is.SameAs(micrograph));
    }

    private static TrainingMicrograph Micrograph(string name, int height, BinnedPosition[] particles)
    {
        const int width = 20;
        float[] pixels = [.. Enumerable.Range(0, height * width).Select(i => (float)i)];
        return new TrainingMicrograph(
            new PreparedMicrograph(name, pixels, height, width, 1, height, width), particles, [], []);
    }
}
