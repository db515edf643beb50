using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>How far the nearest other place is.</summary>
internal static class NeighbourDistance
{
    /// <summary>The median of the distances, over all micrographs.</summary>
    /// <param name="places">The places.</param>
    /// <returns>Pixels; infinite where no micrograph has two.</returns>
    public static double Median(IReadOnlyList<CropPlace> places)
    {
        List<double> distances = [];
        foreach (IGrouping<int, CropPlace> micrograph in places.GroupBy(place => place.Micrograph))
        {
            // From left to right, only those are looked at that are not farther off than the best in their columns.
            CropPlace[] sorted = [.. micrograph.OrderBy(place => place.X).ThenBy(place => place.Y)];
            for (int i = 0; i < sorted.Length && sorted.Length > 1; i++)
            {
                double least = double.PositiveInfinity;
                for (int j = i - 1; j >= 0 && Square(sorted[i].X - sorted[j].X) < least; j--)
                {
                    least = Math.Min(least, SquaredDistance(sorted[i], sorted[j]));
                }

                for (int j = i + 1; j < sorted.Length && Square(sorted[i].X - sorted[j].X) < least; j++)
                {
                    least = Math.Min(least, SquaredDistance(sorted[i], sorted[j]));
                }

                distances.Add(Math.Sqrt(least));
            }
        }

        return distances.Count == 0 ? double.PositiveInfinity : OrderStatistic.Median(distances);
    }

    private static double SquaredDistance(CropPlace a, CropPlace b) => Square(a.X - b.X) + Square(a.Y - b.Y);

    private static double Square(double value) => value * value;
}
