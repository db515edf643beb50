using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>Random places that keep a distance from each other and from the border.</summary>
/// <remarks>
/// Random sequential addition: a place is drawn with equal chance for equal area and dropped when it is too near to one
/// that is there. At most about 0.54 of the area can be covered like this (Feder, J. Theor. Biol. 87, 1980).
/// </remarks>
internal static class ParticlePlacement
{
    private const int TriesPerPlace = 200;

    /// <summary>Draws places.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="height">Rows of the frame, pixels.</param>
    /// <param name="width">Columns of the frame, pixels.</param>
    /// <param name="margin">Least distance from the border, pixels.</param>
    /// <param name="distance">Least distance between two places, pixels.</param>
    /// <param name="isAllowed">Says of a column and a row whether a particle may lie there.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The places, column and row; fewer than wanted where there is no room.</returns>
    public static IReadOnlyList<(double X, double Y)> Place(
        int count,
        int height,
        int width,
        double margin,
        double distance,
        Func<double, double, bool> isAllowed,
        RandomSource random)
    {
        double highestX = width - 1 - margin;
        double highestY = height - 1 - margin;
        List<(double X, double Y)> places = [];
        if (highestX <= margin || highestY <= margin)
        {
            return places;
        }

        // Squares of the least distance's side: only the nine around a place can hold one that is too near.
        double cell = Math.Max(distance, 1);
        Dictionary<(int Row, int Column), List<(double X, double Y)>> cells = [];
        for (long tries = (long)count * TriesPerPlace; tries > 0 && places.Count < count; tries--)
        {
            double x = random.NextDouble(margin, highestX);
            double y = random.NextDouble(margin, highestY);
            (int Row, int Column) home = ((int)(y / cell), (int)(x / cell));
            if (isAllowed(x, y) && !HasNeighbour(cells, home, x, y, distance))
            {
                places.Add((x, y));
                if (!cells.TryGetValue(home, out List<(double X, double Y)>? inside))
                {
                    cells[home] = inside = [];
                }

                inside.Add((x, y));
            }
        }

        return places;
    }

    private static bool HasNeighbour(
        Dictionary<(int Row, int Column), List<(double X, double Y)>> cells,
        (int Row, int Column) home,
        double x,
        double y,
        double distance)
    {
        for (int row = home.Row - 1; row <= home.Row + 1; row++)
        {
            for (int column = home.Column - 1; column <= home.Column + 1; column++)
            {
                if (cells.TryGetValue((row, column), out List<(double X, double Y)>? inside)
                    && inside.Any(other => Square(other.X - x) + Square(other.Y - y) < distance * distance))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Square(double value) => value * value;
}
