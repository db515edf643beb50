namespace DeepEM.Engine.Coordinates;

/// <summary>Tells whether two files hold the same picks in two formats.</summary>
internal static class SamePicks
{
    // Corners of boxes are often rounded to whole pixels, and odd boxes have their centre between two.
    private const double Rounding = 1;

    /// <summary>Compares places, not scores: one of the formats may have none.</summary>
    /// <param name="one">Particles.</param>
    /// <param name="other">The same of the other file, in any order.</param>
    /// <returns>True when each has its counterpart within a pixel along both axes.</returns>
    public static bool Are(IReadOnlyList<Particle> one, IReadOnlyList<Particle> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        ILookup<(long X, long Y), Particle> cells = other.ToLookup(Cell);
        HashSet<Particle> taken = [];
        return one.All(particle => Neighbours(cells, Cell(particle)).Any(
            near => Math.Abs(near.X - particle.X) <= Rounding && Math.Abs(near.Y - particle.Y) <= Rounding
                && taken.Add(near)));
    }

    private static (long X, long Y) Cell(Particle particle) =>
        ((long)Math.Floor(particle.X / Rounding), (long)Math.Floor(particle.Y / Rounding));

    private static IEnumerable<Particle> Neighbours(ILookup<(long X, long Y), Particle> cells, (long X, long Y) cell) =>
        from y in Enumerable.Range(-1, 3)
        from x in Enumerable.Range(-1, 3)
        from particle in cells[(cell.X + x, cell.Y + y)]
        select particle;
}
