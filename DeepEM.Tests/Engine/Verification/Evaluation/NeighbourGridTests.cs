using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Evaluation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

public sealed class NeighbourGridTests
{
    [TestCase(300, 1000, 40)]
    [TestCase(300, 1000, 0.01)]
    [TestCase(300, 1000, 5000)]
    [TestCase(1, 1000, 100)]
    [TestCase(40, 1e9, 1e8)]
    public void AddNeighbours_finds_what_a_plain_search_finds(int count, double side, double radius)
    {
        RandomSource random = new(3);
        Particle[] points = EvaluationData.Strewn(random, count, side);
        NeighbourGrid grid = new(points, radius);
        foreach (Particle place in EvaluationData.Strewn(random, 100, side * 1.2))
        {
            Particle moved = place with { X = place.X - (0.1 * side), Y = place.Y - (0.1 * side) };
            List<(int Index, double Distance)> found = [];
            grid.AddNeighbours(moved.X, moved.Y, found);
            int[] expected =
                [.. Enumerable.Range(0, count).Where(i => EvaluationData.Distance(points[i], moved) < radius)];
            Assert.That(found.Select(pair => pair.Index), Is.EquivalentTo(expected));
        }
    }

    [Test]
    public void NearestFree_passes_over_taken_points_and_prefers_the_first_of_equals()
    {
        NeighbourGrid grid = new(EvaluationData.Particles((10, 0, 0), (0, 0, 0), (5, 0, 0), (20, 0, 0)), 6);

        Assert.That(grid.NearestFree(5, 0, []), Is.EqualTo(2));
        Assert.That(grid.NearestFree(5, 0, [false, false, true, false]), Is.EqualTo(0));
        Assert.That(grid.NearestFree(5, 0, [true, false, true, false]), Is.EqualTo(1));
        Assert.That(grid.NearestFree(5, 0, [true, true, true, false]), Is.EqualTo(-1));
    }

    [Test]
    public void NearestFree_finds_nothing_among_no_points_and_far_outside()
    {
        Assert.That(new NeighbourGrid([], 5).NearestFree(0, 0, []), Is.EqualTo(-1));
        NeighbourGrid grid = new(EvaluationData.Particles((10, 10, 0)), 5);
        Assert.That(grid.NearestFree(1e300, -1e300, []), Is.EqualTo(-1));
    }

    [Test]
    public void The_radius_itself_is_too_far()
    {
        NeighbourGrid grid = new(EvaluationData.Particles((3, 4, 0)), 5);
        Assert.That(grid.NearestFree(0, 0, []), Is.EqualTo(-1));
        Assert.That(grid.NearestFree(0.001, 0, []), Is.EqualTo(0));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_radius_that_is_none_is_refused(double radius)
    {
        Assert.That(() => new NeighbourGrid([], radius), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
