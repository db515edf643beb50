using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>Crowded places: strewn more densely than allowed, then pushed apart until they touch.</summary>
/// <remarks>
/// Each round moves every place away from each neighbour that is nearer than the distance d by half of what is missing,
/// all at once: <c>Δp = Σ_n ½ · (d − |p − n|) · (p − n) / |p − n|</c>. Neighbours end up touching in no order, as
/// particles in a thin film do, and cover up to 0.8 of the area.
/// </remarks>
internal static class RelaxedPacking
{
    /// <summary>Least distance that is reached over the one that is asked for: what is left over touches.</summary>
    public const double Tolerance = 0.95;

    // Random places at this share of the distance cover the whole area before they find no more room.
    private const double FirstShare = 0.65;
    private const int Rounds = 200;

    /// <summary>Draws places.</summary>
    /// <param name="rules">What they keep to, the distance within <see cref="Tolerance"/>.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The places, column and row; fewer than wanted where there is no room.</returns>
    public static IReadOnlyList<(double X, double Y)> Place(PlacementRules rules, RandomSource random)
    {
        (double X, double Y)[] places =
            [.. ParticlePlacement.Place(rules with { Distance = FirstShare * rules.Distance }, random)];
        for (int round = 0; round < Rounds && Relax(places, rules); round++)
        {
        }

        // Too many for the area: those that found no room are left out.
        PlaceGrid kept = new(Tolerance * rules.Distance);
        List<(double X, double Y)> apart = [];
        foreach ((double X, double Y) place in places)
        {
            if (!kept.HasNeighbour(place))
            {
                kept.Add(place);
                apart.Add(place);
            }
        }

        return apart;
    }

    // False, and nothing is moved, when no two are too near any more.
    private static bool Relax((double X, double Y)[] places, PlacementRules rules)
    {
        PlaceGrid grid = new(rules.Distance);
        foreach ((double X, double Y) place in places)
        {
            grid.Add(place);
        }

        bool tooNear = false;
        (double X, double Y)[] moved = [.. places];
        for (int i = 0; i < places.Length; i++)
        {
            (double x, double y) = places[i];
            (double moveX, double moveY) = (0, 0);
            foreach ((double otherX, double otherY) in grid.Neighbours(places[i]))
            {
                double distance = double.Hypot(x - otherX, y - otherY);
                if (distance > 0)
                {
                    double push = 0.5 * (rules.Distance - distance) / distance;
                    moveX += push * (x - otherX);
                    moveY += push * (y - otherY);
                    tooNear |= distance < Tolerance * rules.Distance;
                }
            }

            (double X, double Y) to = (
                Math.Clamp(x + moveX, rules.Margin, rules.HighestX),
                Math.Clamp(y + moveY, rules.Margin, rules.HighestY));
            if (rules.IsAllowed(to.X, to.Y))
            {
                moved[i] = to;
            }
        }

        if (tooNear)
        {
            moved.CopyTo(places, 0);
        }

        return tooNear;
    }
}
