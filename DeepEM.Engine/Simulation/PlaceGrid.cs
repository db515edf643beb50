namespace DeepEM.Engine.Simulation;

/// <summary>Places sorted into squares, so that those near to a place are found without looking at all.</summary>
/// <param name="distance">Distance within which neighbours are looked for, pixels.</param>
internal sealed class PlaceGrid(double distance)
{
    // Squares of the distance's side: only the nine around a place can hold one that is nearer.
    private readonly double _cell = Math.Max(distance, 1);
    private readonly Dictionary<(int Row, int Column), List<(double X, double Y)>> _cells = [];

    /// <summary>Adds a place.</summary>
    /// <param name="place">Column and row, pixels.</param>
    public void Add((double X, double Y) place)
    {
        (int Row, int Column) home = Home(place);
        if (!_cells.TryGetValue(home, out List<(double X, double Y)>? inside))
        {
            _cells[home] = inside = [];
        }

        inside.Add(place);
    }

    /// <summary>Whether a place is nearer than the distance to one that was added.</summary>
    /// <param name="place">Column and row, pixels.</param>
    /// <returns>Whether there is such a one.</returns>
    public bool HasNeighbour((double X, double Y) place) => Neighbours(place).Any();

    /// <summary>The added places that are nearer than the distance, that very place itself among them.</summary>
    /// <param name="place">Column and row, pixels.</param>
    /// <returns>The places, in an order that depends on those that were added only.</returns>
    public IEnumerable<(double X, double Y)> Neighbours((double X, double Y) place)
    {
        (int homeRow, int homeColumn) = Home(place);
        for (int row = homeRow - 1; row <= homeRow + 1; row++)
        {
            for (int column = homeColumn - 1; column <= homeColumn + 1; column++)
            {
                if (_cells.TryGetValue((row, column), out List<(double X, double Y)>? inside))
                {
                    foreach ((double X, double Y) other in inside)
                    {
                        if (Square(other.X - place.X) + Square(other.Y - place.Y) < distance * distance)
                        {
                            yield return other;
                        }
                    }
                }
            }
        }
    }

    private (int Row, int Column) Home((double X, double Y) place) =>
        ((int)Math.Floor(place.Y / _cell), (int)Math.Floor(place.X / _cell));

    private static double Square(double value) => value * value;
}
