namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Finds the picks that lie on places where a pick counts neither as right nor as wrong.</summary>
internal static class IgnoredPlaces
{
    /// <summary>Says of every pick whether an ignored place is nearer than the radius.</summary>
    /// <param name="micrograph">Picks and ignored places.</param>
    /// <param name="radius">Pixels.</param>
    /// <returns>One flag per pick.</returns>
    public static bool[] Flag(LabelledMicrograph micrograph, double radius)
    {
        bool[] flags = new bool[micrograph.Picks.Count];
        if (micrograph.Ignored.Count > 0)
        {
            NeighbourGrid grid = new(micrograph.Ignored, radius);
            for (int i = 0; i < flags.Length; i++)
            {
                flags[i] = grid.NearestFree(micrograph.Picks[i].X, micrograph.Picks[i].Y, []) >= 0;
            }
        }

        return flags;
    }
}
