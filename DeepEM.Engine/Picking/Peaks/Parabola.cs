namespace DeepEM.Engine.Picking.Peaks;

/// <summary>Summits between the points of a grid.</summary>
internal static class Parabola
{
    /// <summary>Where the parabola through (−1, before), (0, at), (1, after) has its maximum.</summary>
    /// <param name="before">Value one step before.</param>
    /// <param name="at">Value here, as large as its neighbours or larger.</param>
    /// <param name="after">Value one step after.</param>
    /// <returns>Steps from here, −½ to ½; 0 where there is no maximum.</returns>
    public static double Summit(double before, double at, double after)
    {
        double curvature = before - (2 * at) + after;
        return curvature < 0 ? Math.Clamp(0.5 * (before - after) / curvature, -0.5, 0.5) : 0;
    }
}
