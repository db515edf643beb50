using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>Random places that keep a distance from each other and from the border.</summary>
/// <remarks>
/// Random sequential addition: a place is drawn with equal chance for equal area and dropped when it is too near to one
/// that is there. At most about 0.54 of the area can be covered like this (Feder, J. Theor. Biol. 87, 1980); more by
/// <see cref="RelaxedPacking"/> and <see cref="HexagonalPacking"/>.
/// </remarks>
internal static class ParticlePlacement
{
    private const int TriesPerPlace = 200;

    /// <summary>Draws places in one of the ways there are.</summary>
    /// <param name="packing">The way.</param>
    /// <param name="rules">What they keep to.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The places, column and row; fewer than wanted where there is no room.</returns>
    public static IReadOnlyList<(double X, double Y)> Place(
        ParticlePacking packing, PlacementRules rules, RandomSource random) => packing switch
        {
            ParticlePacking.Relaxed => RelaxedPacking.Place(rules, random),
            ParticlePacking.Hexagonal => HexagonalPacking.Place(rules, random),
            _ => Place(rules, random),
        };

    /// <summary>Draws places by chance.</summary>
    /// <param name="rules">What they keep to.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The places, column and row; fewer than wanted where there is no room.</returns>
    public static IReadOnlyList<(double X, double Y)> Place(PlacementRules rules, RandomSource random)
    {
        List<(double X, double Y)> places = [];
        if (!rules.HasRoom)
        {
            return places;
        }

        PlaceGrid placed = new(rules.Distance);
        for (long tries = (long)rules.Count * TriesPerPlace; tries > 0 && places.Count < rules.Count; tries--)
        {
            double x = random.NextDouble(rules.Margin, rules.HighestX);
            double y = random.NextDouble(rules.Margin, rules.HighestY);
            if (rules.IsAllowed(x, y) && !placed.HasNeighbour((x, y)))
            {
                places.Add((x, y));
                placed.Add((x, y));
            }
        }

        return places;
    }
}
