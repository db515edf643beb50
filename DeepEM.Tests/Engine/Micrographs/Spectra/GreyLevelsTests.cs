using DeepEM.Engine.Micrographs.Spectra;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Spectra;

[TestFixture]
public sealed class GreyLevelsTests
{
    [Test]
    public void Moments_are_those_worked_by_hand()
    {
        // Of -1, 0, 0, 0, 3: mean 0.4, m2 = 1.84, m3 = 2.928, m4 = 9.9232.
        var levels = new GreyLevels();
        levels.Add([-1, 0, 0]);
        levels.Add([0, 3]);
        Assert.That(levels.Mean, Is.EqualTo(0.4).Within(1e-12));
        Assert.That(levels.Deviation, Is.EqualTo(Math.Sqrt(1.84)).Within(1e-12));
        Assert.That(levels.Skewness, Is.EqualTo(2.928 / Math.Pow(1.84, 1.5)).Within(1e-12));
        Assert.That(levels.ExcessKurtosis, Is.EqualTo((9.9232 / (1.84 * 1.84)) - 3).Within(1e-12));
    }

    [Test]
    public void The_histogram_is_a_density_and_holds_the_ends()
    {
        var levels = new GreyLevels();
        levels.Add([-6, 6, 0.05f, 0.07f]);
        (double Level, double Density)[] bins = [.. levels.Histogram];
        Assert.That(bins.Sum(bin => bin.Density) * 0.1, Is.EqualTo(1).Within(1e-9));
        Assert.That(bins[0].Density, Is.EqualTo(2.5).Within(1e-9));
        Assert.That(bins[^1].Density, Is.EqualTo(2.5).Within(1e-9));
        Assert.That(bins.Single(bin => Math.Abs(bin.Level - 0.05) < 1e-9).Density, Is.EqualTo(5).Within(1e-9));
    }
}
