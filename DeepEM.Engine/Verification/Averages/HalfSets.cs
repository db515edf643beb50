namespace DeepEM.Engine.Verification.Averages;

/// <summary>Two independent halves of crops: none shows what one of the other half shows, be it only noise.</summary>
/// <remarks>
/// By micrograph where six or more have crops; else each micrograph in four stripes from left to right, the outer two
/// for one half and the inner two for the other. Dealt one by one, crops of both halves would overlap all over, and
/// share their noise. Picks on one particle stay together. The order of the crops of a micrograph does not matter.
/// </remarks>
internal static class HalfSets
{
    private const int FewestMicrographs = 6;
    private const int Stripes = 4;

    // Nearer picks, in diameters, are picks on one particle.
    private const double SamePlace = 0.5;

    /// <summary>Divides crops.</summary>
    /// <param name="crops">The crops.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <returns>0 or 1 for each crop; about as many of both where that can be.</returns>
    public static int[] Of(ParticleCrops crops, double diameter)
    {
        int[][] micrographs =
        [
            .. CropOrder.Of(crops, Enumerable.Range(0, crops.Count))
                .GroupBy(number => crops.Places[number].Micrograph)
                .Select(group => group.ToArray()),
        ];
        int[] halves = new int[crops.Count];
        int[] counts = new int[2];
        for (int m = 0; m < micrographs.Length; m++)
        {
            int smaller = counts[1] < counts[0] ? 1 : 0;
            foreach ((int number, int half) in micrographs.Length < FewestMicrographs
                ? Striped(crops, micrographs[m], SamePlace * diameter)
                : micrographs[m].Select(number => (number, 0)))
            {
                halves[number] = half == 0 ? smaller : 1 - smaller;
                counts[halves[number]]++;
            }
        }

        return halves;
    }

    // Each crop with 0 for the outer stripes, 1 for the inner ones.
    private static IEnumerable<(int Number, int Half)> Striped(ParticleCrops crops, int[] numbers, double distance)
    {
        int before = 0;
        foreach (int[] cluster in Clusters(crops, numbers, distance).OrderBy(own => crops.Places[own[0]].X))
        {
            int stripe = (int)((long)Stripes * before / numbers.Length);
            before += cluster.Length;
            foreach (int number in cluster)
            {
                yield return (number, stripe is 0 or Stripes - 1 ? 0 : 1);
            }
        }
    }

    // Crops that hang together by distances below a limit; each in the order given, the clusters by their first.
    private static IEnumerable<int[]> Clusters(ParticleCrops crops, int[] numbers, double distance)
    {
        int[] byColumn = [.. Enumerable.Range(0, numbers.Length).OrderBy(i => crops.Places[numbers[i]].X)];
        int[] parents = [.. Enumerable.Range(0, numbers.Length)];
        for (int i = 0; i < byColumn.Length; i++)
        {
            CropPlace place = crops.Places[numbers[byColumn[i]]];
            for (int j = i + 1; j < byColumn.Length; j++)
            {
                CropPlace other = crops.Places[numbers[byColumn[j]]];
                if (other.X - place.X >= distance)
                {
                    break;
                }

                if (double.Hypot(other.X - place.X, other.Y - place.Y) < distance)
                {
                    (int a, int b) = (Root(parents, byColumn[i]), Root(parents, byColumn[j]));
                    parents[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return Enumerable.Range(0, numbers.Length)
            .GroupBy(i => Root(parents, i), i => numbers[i])
            .Select(cluster => cluster.ToArray());
    }

    private static int Root(int[] parents, int item)
    {
        while (parents[item] != item)
        {
            item = parents[item] = parents[parents[item]];
        }

        return item;
    }
}
