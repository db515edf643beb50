using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Labels;

[TestFixture]
public sealed class DeviationLimitsTests
{
    private const int Side = 4;

    // A 4×4 window of a chequerboard of ±a has mean 0 and, with N − 1 = 15, the deviation a·√(16/15).
    private static readonly double _unit = Math.Sqrt(16.0 / 15);

    [Test]
    public void Limits_are_the_range_widened_by_a_tenth_of_itself()
    {
        DeviationRange range = DeviationLimits.Of([Board(1), Board(3)], Side)!.Value;
        Assert.That(range.Low, Is.EqualTo(0.8 * _unit).Within(1e-6));
        Assert.That(range.High, Is.EqualTo(3.2 * _unit).Within(1e-6));
    }

    [Test]
    public void Equal_windows_leave_a_margin_of_a_hundredth()
    {
        DeviationRange range = DeviationLimits.Of([Board(2), Board(2)], Side)!.Value;
        Assert.That(range.Low, Is.EqualTo(1.98 * _unit).Within(1e-6));
        Assert.That(range.High, Is.EqualTo(2.02 * _unit).Within(1e-6));
    }

    [Test]
    public void Outermost_hundredth_is_left_out()
    {
        TrainingMicrograph[] ordinary = [.. Enumerable.Repeat(Board(1), 199)];
        DeviationRange range = DeviationLimits.Of([.. ordinary, Board(50)], Side)!.Value;
        Assert.That(range.High, Is.EqualTo(1.01 * _unit).Within(1e-6));
    }

    [Test]
    public void No_particle_gives_no_limits() =>
        Assert.That(DeviationLimits.Of([Board(1) with { Particles = [] }], Side), Is.Null);

    // The particle lies in the corner: its box is shifted inward.
    private static TrainingMicrograph Board(float amplitude)
    {
        float[] pixels = [.. Enumerable.Range(0, 100).Select(i => ((i / 10) + i) % 2 == 0 ? amplitude : -amplitude)];
        return new TrainingMicrograph(
            new PreparedMicrograph("m", pixels, 10, 10, 1, 10, 10), [new BinnedPosition(0, 9)], [], []);
    }
}
