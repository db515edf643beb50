using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Simulation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Simulation;

[TestFixture]
public sealed class ParticlePlacementTests
{
    private const int Side = 600;
    private const double Distance = 30;
    private static readonly double _disc = Math.PI / 4 * Distance * Distance;

    // Centres may lie on the border, so that the limit of 0.547 is passed by a ring of half discs.
    [Test]
    public void Random_places_leave_almost_half_of_the_area_free() =>
        Assert.That(Coverage(Place(ParticlePacking.Random, CountFor(0.95))), Is.InRange(0.50, 0.60));

    [Test]
    public void Relaxed_places_cover_what_random_ones_cannot() =>
        Assert.That(Coverage(Place(ParticlePacking.Relaxed, CountFor(0.75))), Is.InRange(0.70, 0.751));

    [Test]
    public void Hexagonal_places_cover_most_of_the_area() =>
        Assert.That(Coverage(Place(ParticlePacking.Hexagonal, CountFor(0.95))), Is.InRange(0.75, 0.951));

    [TestCase(ParticlePacking.Random, 1)]
    [TestCase(ParticlePacking.Relaxed, RelaxedPacking.Tolerance)]
    [TestCase(ParticlePacking.Hexagonal, HexagonalPacking.Tolerance)]
    public void Places_keep_their_distance_margin_and_ground(ParticlePacking packing, double tolerance)
    {
        IReadOnlyList<(double X, double Y)> places = Place(packing, CountFor(0.9), margin: 12, (x, _) => x < 400);

        Assert.That(places, Has.Count.GreaterThan(100));
        Assert.That(Nearest(places).Min(), Is.GreaterThanOrEqualTo(tolerance * Distance));
        Assert.That(places.Select(place => place.Y), Has.All.InRange(12, Side - 13));
        Assert.That(places.Select(place => place.X), Has.All.InRange(12, 400));
    }

    [Test]
    public void Most_relaxed_places_touch_a_neighbour()
    {
        double[] nearest = [.. Nearest(Place(ParticlePacking.Relaxed, CountFor(0.75)))];
        Assert.That(nearest.Count(d => d < 1.02 * Distance), Is.GreaterThan(0.9 * nearest.Length));
    }

    [Test]
    public void Hexagonal_places_have_six_neighbours_more_often_than_random_ones() => Assert.That(
        SixNeighbours(Place(ParticlePacking.Hexagonal, CountFor(0.9))),
        Is.GreaterThan(0.4).And.GreaterThan(4 * SixNeighbours(Place(ParticlePacking.Random, CountFor(0.9)))));

    [TestCase(ParticlePacking.Random)]
    [TestCase(ParticlePacking.Relaxed)]
    [TestCase(ParticlePacking.Hexagonal)]
    public void Exactly_as_many_as_wanted_where_there_is_room(ParticlePacking packing) =>
        Assert.That(Place(packing, 37), Has.Count.EqualTo(37));

    [TestCase(ParticlePacking.Random)]
    [TestCase(ParticlePacking.Relaxed)]
    [TestCase(ParticlePacking.Hexagonal)]
    public void A_frame_that_is_all_margin_stays_empty(ParticlePacking packing) =>
        Assert.That(Place(packing, 5, margin: Side), Is.Empty);

    private static IReadOnlyList<(double X, double Y)> Place(
        ParticlePacking packing, int count, double margin = 0, Func<double, double, bool>? isAllowed = null) =>
        ParticlePlacement.Place(
            packing,
            new PlacementRules(count, Side, Side, margin, Distance, isAllowed ?? ((_, _) => true)),
            new RandomSource(5));

    private static int CountFor(double coverage) => (int)(coverage * Side * Side / _disc);

    private static double Coverage(IReadOnlyList<(double X, double Y)> places) => places.Count * _disc / (Side * Side);

    private static IEnumerable<double> Nearest(IReadOnlyList<(double X, double Y)> places) =>
        places.Select((one, i) => places.Where((_, j) => i != j)
            .Min(other => double.Hypot(one.X - other.X, one.Y - other.Y)));

    // Share of the places that have exactly six others within 1.3 distances.
    private static double SixNeighbours(IReadOnlyList<(double X, double Y)> places) =>
        places.Count(one => places.Count(other =>
            double.Hypot(one.X - other.X, one.Y - other.Y) is > 0 and < 1.3 * Distance) == 6)
        / (double)places.Count;
}
