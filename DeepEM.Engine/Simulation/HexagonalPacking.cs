using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>Closest packing: patches of a hexagonal lattice that differ in direction, with jitter and gaps.</summary>
/// <remarks>
/// A lattice of spacing d covers π / (2√3) = 0.91 of the area. Every lattice point belongs to the patch whose seed is
/// nearest; where patches meet, points that are too near are left out. Fewer particles than that fill the patches from
/// their seeds outwards, so that empty ice is left between islands.
/// </remarks>
internal static class HexagonalPacking
{
    /// <summary>Least distance that is reached over the one that is asked for.</summary>
    public const double Tolerance = 0.85;

    private const int MostPatches = 4;
    private const double Jitter = 0.04;
    private const double GapChance = 0.04;

    /// <summary>Draws places.</summary>
    /// <param name="rules">What they keep to, the distance within <see cref="Tolerance"/>.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The places, column and row; fewer than wanted where there is no room.</returns>
    public static IReadOnlyList<(double X, double Y)> Place(PlacementRules rules, RandomSource random)
    {
        if (!rules.HasRoom)
        {
            return [];
        }

        (double X, double Y)[] seeds = new (double X, double Y)[1 + random.NextInt32(MostPatches)];
        foreach (ref (double X, double Y) seed in seeds.AsSpan())
        {
            seed = (
                random.NextDouble(rules.Margin, rules.HighestX), random.NextDouble(rules.Margin, rules.HighestY));
        }

        List<(double Distance, double X, double Y)> points = [];
        for (int patch = 0; patch < seeds.Length; patch++)
        {
            foreach ((double x, double y) in Lattice(rules, seeds[patch], random))
            {
                (int nearest, double distance) = Nearest(seeds, x, y);
                if (nearest == patch && rules.Allows(x, y))
                {
                    points.Add((distance, x, y));
                }
            }
        }

        PlaceGrid grid = new(Tolerance * rules.Distance);
        List<(double X, double Y)> places = [];
        foreach ((_, double x, double y) in points.OrderBy(static point => point.Distance))
        {
            if (places.Count < rules.Count && !grid.HasNeighbour((x, y)))
            {
                grid.Add((x, y));
                places.Add((x, y));
            }
        }

        return places;
    }

    // The whole frame's points of a lattice through a seed, turned by any angle.
    private static IEnumerable<(double X, double Y)> Lattice(
        PlacementRules rules, (double X, double Y) seed, RandomSource random)
    {
        (double sine, double cosine) = Math.SinCos(random.NextDouble(0, Math.PI / 3));
        double spacing = Math.Max(rules.Distance, 1);
        double rowSpacing = spacing * Math.Sqrt(0.75);
        int reach = (int)Math.Ceiling(double.Hypot(rules.Height, rules.Width) / rowSpacing);
        for (int row = -reach; row <= reach; row++)
        {
            for (int column = -reach; column <= reach; column++)
            {
                double alongRow = (column + (0.5 * (row & 1))) * spacing;
                double across = row * rowSpacing;
                double x = seed.X + (cosine * alongRow) - (sine * across) + (Jitter * spacing * random.NextGaussian());
                double y = seed.Y + (sine * alongRow) + (cosine * across) + (Jitter * spacing * random.NextGaussian());
                if (random.NextDouble() >= GapChance)
                {
                    yield return (x, y);
                }
            }
        }
    }

    private static (int Number, double Distance) Nearest((double X, double Y)[] seeds, double x, double y)
    {
        (int number, double distance) = (0, double.PositiveInfinity);
        for (int i = 0; i < seeds.Length; i++)
        {
            double here = double.Hypot(x - seeds[i].X, y - seeds[i].Y);
            (number, distance) = here < distance ? (i, here) : (number, distance);
        }

        return (number, distance);
    }
}
