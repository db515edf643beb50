namespace DeepEM.Cli.Help;

/// <summary>Which command somebody may have meant.</summary>
internal static class NearestCommand
{
    // Two letters wrong, or one of a short word: more is another word.
    private const int MostChanges = 2;

    /// <summary>The command with the fewest letters to change.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The commands.</param>
    /// <returns>The nearest; null where none is near.</returns>
    public static string? Of(string typed, IEnumerable<string> names) => names
        .Select(name => (Name: name, Changes: Changes(typed, name)))
        .Where(near => near.Changes <= Math.Min(MostChanges, near.Name.Length / 2))
        .OrderBy(near => near.Changes)
        .Select(near => near.Name)
        .FirstOrDefault();

    // Letters to insert, remove, replace or swap with their neighbour (Damerau 1964, optimal string alignment).
    private static int Changes(string from, string to)
    {
        int[,] cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replaced = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[from.Length, to.Length];
    }
}
